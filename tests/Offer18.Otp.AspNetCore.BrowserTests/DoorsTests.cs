using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>The sample's doors: each place where the gate can stand, as a visitor meets it.</summary>
public sealed class DoorsTests(BrowserFixture browsers)
{
    [Fact]
    public async Task A_number_that_was_verified_once_opens_every_door()
    {
        var visitor = await BrowserVisitor.ComeToSampleAsync(browsers);
        var page = visitor.Page;
        await page.GotoAsync("/doors");
        var doors = await page.Locator(".doors h2 a").EvaluateAllAsync<string[]>("links => links.map(link => link.pathname)");
        Assert.Equal(["/premium", "/lanterns", "/trophies", "/letters", "/api/tonight", "/race"], doors);

        foreach (var door in doors[..^1])
        {
            await page.GotoAsync(door, new() { WaitUntil = BrowserVisitor.Parsed });
            await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/verify\\?returnUrl={Uri.EscapeDataString(door)}$"));
        }

        await page.GotoAsync("/trophies", new() { WaitUntil = BrowserVisitor.Parsed });
        await visitor.GenerateAsync();
        await visitor.VerifyAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/trophies$"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the glass cabinet" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("The glass cabinet");

        foreach (var (door, heading) in doors[..4].Zip((string[])["The lid is off", "Seven lanterns", "Trophy room", "Letters from the roof"]))
        {
            await page.GotoAsync(door);
            await Assertions.Expect(page).ToHaveURLAsync(new Regex($"{door}$"));
            await Assertions.Expect(page.Locator("h1")).ToContainTextAsync(heading);
            await Assertions.Expect(page.Locator(".welcome__pass bdi")).ToHaveTextAsync($"+44•••••{visitor.Phone.Msisdn[^4..]}");
        }

        // Not by the page: of a document that is no page Chromium asks for an icon that is not there.
        var tonight = await page.APIRequest.GetAsync("/api/tonight");
        Assert.Equal((200, """{"game":"comet"}"""), (tonight.Status, await tonight.TextAsync()));
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData("WebSockets")]
    [InlineData("LongPolling")]
    public async Task A_circuit_closes_by_itself_after_the_number_was_taken_back(string transport)
    {
        var visitor = await ComeAsync(transport);
        var page = visitor.Page;
        var sockets = 0;
        page.WebSocket += (_, socket) => sockets += socket.Url.Contains("/_blazor", StringComparison.Ordinal) ? 1 : 0;
        await page.GotoAsync("/lanterns", new() { WaitUntil = BrowserVisitor.Parsed });
        await visitor.GenerateAsync();
        await visitor.VerifyAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/lanterns$"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Lantern 3" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Lit: 1 of 7");
        Assert.Equal(transport == "WebSockets", sockets > 0);

        await visitor.OpenSecondTabAsync("/premium");
        var tab = visitor.Page;
        await tab.GetByRole(AriaRole.Button, new() { Name = "Leave on this phone" }).ClickAsync();
        await Assertions.Expect(tab).ToHaveURLAsync(new Regex("/$"));

        await Assertions.Expect(page.GetByText("Verify your mobile number to continue.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Lantern 4" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Verify your number" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/verify\\?returnUrl=%2Flanterns$"));
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData("WebSockets")]
    [InlineData("LongPolling")]
    public async Task A_hub_s_method_opens_with_a_new_connection_and_closes_within_one(string transport)
    {
        var visitor = await ComeAsync(transport);
        var page = visitor.Page;
        var step = page.GetByRole(AriaRole.Button, new() { Name = "Push the snail" });
        await page.GotoAsync("/race");
        await step.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Verify your number" }).ClickAsync();
        await visitor.GenerateAsync();
        await visitor.VerifyAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/race$"));
        // The button comes with the snail's place.
        await Assertions.Expect(step).ToBeVisibleAsync();

        var before = await page.EvalOnSelectorAsync<int>("progress", "way => way.value");
        await step.ClickAsync();
        await Assertions.Expect(page.Locator("progress")).Not.ToHaveJSPropertyAsync("value", before);

        await visitor.OpenSecondTabAsync("/premium");
        var tab = visitor.Page;
        await tab.GetByRole(AriaRole.Button, new() { Name = "Leave on this phone" }).ClickAsync();
        await Assertions.Expect(tab).ToHaveURLAsync(new Regex("/$"));
        await step.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Verify your number" })).ToBeVisibleAsync();
        Assert.Empty(visitor.Errors);
    }

    private async Task<BrowserVisitor> ComeAsync(string transport)
    {
        var visitor = await BrowserVisitor.ComeToSampleAsync(browsers);
        if (transport == "LongPolling")
        {
            await visitor.Page.Context.AddInitScriptAsync(BrowserVisitor.NothingButPolling);
        }

        return visitor;
    }
}
