using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What the sample gives a developer in the hand: the lines, the phone with its numbers, and the panel under it.</summary>
public sealed class DeskTests(BrowserFixture browsers, OwnSample sample) : IClassFixture<OwnSample>
{
    private static readonly ViewportSize Phone = new() { Width = 360, Height = 740 };

    private static readonly ViewportSize Desktop = new() { Width = 1280, Height = 800 };

    [Theory]
    [MemberData(nameof(StateTests.Looks), MemberType = typeof(StateTests))]
    public async Task Axe_finds_nothing_on_the_sample_s_pages_the_inbox_and_the_panel(string language, ColorScheme scheme)
    {
        var visitor = await sample.ComeAsync(browsers, new() { Locale = language, ColorScheme = scheme, ViewportSize = Phone });
        var page = visitor.Page;

        await page.GotoAsync("/simulator/inbox/numbers");
        await page.Locator(".next summary").ClickAsync();
        await LookAsync("inbox-numbers");
        await page.GotoAsync("/");
        await LookAsync("landing");
        await page.Locator(".about__open").ClickAsync();
        await Expect(page.Locator(".about__copy")).ToBeVisibleAsync();
        await LookAsync("lines");
        await page.Keyboard.PressAsync("Escape");
        await visitor.GenerateAsync();
        await page.Locator(".desk summary").ClickAsync();
        await Expect(page.Locator(".desk__answer").First).ToBeVisibleAsync();
        await LookAsync("desk");
        await Expect(page.FrameLocator("iframe").Locator(".fill").First).ToBeVisibleAsync();
        await Look.AxeAsync(page.Frames[1], "inbox in its frame");
        await page.GotoAsync("/simulator/inbox");
        await Expect(page.Locator(".status")).ToBeVisibleAsync();
        await Expect(page.Locator(".message").First).ToBeVisibleAsync();
        await LookAsync("inbox");
        await page.SetViewportSizeAsync(Desktop.Width, Desktop.Height);
        await LookAsync("inbox-wide");
        foreach (var path in (string[])["/", "/verify", "/doors", "/race", "/nothing/here"])
        {
            await page.GotoAsync(path);
            await LookAsync($"wide{path.Replace('/', '-')}");
        }

        await page.GotoAsync("/verify?returnUrl=%2Flanterns");
        await visitor.VerifyAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/lanterns$"));
        foreach (var path in (string[])["/lanterns", "/premium", "/trophies", "/letters"])
        {
            await page.GotoAsync(path);
            await Look.AxeAsync(page.MainFrame, path);
        }

        // The answer of a page that is not there is an error to the browser's console.
        Assert.DoesNotContain(visitor.Errors, error => !error.Contains("404", StringComparison.Ordinal));

        Task LookAsync(string state) => Look.AtAsync(page, $"sample-{language}-{scheme}-{state}");
    }

    [Fact]
    public async Task A_number_and_a_code_come_from_the_phone_into_the_form_by_taps()
    {
        var visitor = await ComeAsync(Phone);
        var page = visitor.Page;
        var inbox = page.FrameLocator("iframe");
        await inbox.GetByRole(AriaRole.Link, new() { Name = "Test numbers" }).TapAsync();
        await inbox.GetByRole(AriaRole.Button, new() { Name = "Use +44 7700 900404" }).TapAsync();
        await Expect(visitor.Number).ToHaveValueAsync("+44 7700 900404");
        await Expect(visitor.Number).ToBeInViewportAsync();
        await Expect(inbox.GetByRole(AriaRole.Heading, new() { Name = "Messages", Exact = true })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Already subscribed").First).ToBeVisibleAsync();

        // Any number, and what the next call brings.
        await inbox.GetByRole(AriaRole.Link, new() { Name = "Test numbers" }).TapAsync();
        await inbox.Locator("summary").TapAsync();
        await inbox.GetByLabel("Result").SelectOptionAsync("447700900402");
        await inbox.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).TapAsync();
        await Expect(inbox.GetByText("Set for the next time.")).ToBeVisibleAsync();
        // The form still says that the former number is subscribed.
        await page.Locator("[id$='-other']").TapAsync();
        await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);
        await Expect(page.Locator("[data-part=main]")).ToContainTextAsync("operator is not supported");
        // What was set counted once, and the phone says it no more.
        await Expect(inbox.GetByText("Set for the next time.")).ToHaveCountAsync(0);
        await Expect(inbox.GetByLabel("Result")).ToHaveValueAsync("");
        await inbox.GetByRole(AriaRole.Link, new() { Name = "Messages", Exact = true }).TapAsync();
        visitor.ChangePhone();

        await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);
        await visitor.Code.WaitForAsync();
        var message = inbox.Locator(".message", new() { HasText = $"+{visitor.Phone.Msisdn}" });
        await Expect(message.Locator(".domain")).ToHaveTextAsync(new Regex("^@127\\.0\\.0\\.1 #[0-9]{6}$"));
        var code = await message.Locator(".code").InnerTextAsync();
        await message.GetByRole(AriaRole.Button, new() { Name = $"Fill in {code}" }).TapAsync();
        await Expect(visitor.Code).ToHaveValueAsync(code);
        await Expect(visitor.Code).ToBeFocusedAsync();
        await Expect(visitor.Code).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/premium$"));

        // The steps within the phone are none of the page's history.
        await page.GoBackAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/$"));
        Assert.DoesNotContain(visitor.Errors, error => !error.Contains("422", StringComparison.Ordinal) && !error.Contains("409", StringComparison.Ordinal));
    }

    [Fact]
    public async Task By_itself_the_inbox_fills_nothing_in_and_a_cleared_one_stays_empty()
    {
        var visitor = await ComeAsync(Desktop);
        await visitor.GenerateAsync();
        var page = visitor.Page;
        await page.GotoAsync("/simulator/inbox");
        await Expect(page.Locator(".copy").First).ToBeVisibleAsync();
        await Expect(page.Locator(".fill").First).ToBeHiddenAsync();
        await page.GotoAsync("/simulator/inbox/numbers");
        await Expect(page.Locator(".use").First).ToBeHiddenAsync();

        await page.GotoAsync("/");
        var inbox = page.FrameLocator("iframe");
        await Expect(inbox.Locator(".fill").First).ToBeVisibleAsync();
        // A phone that lies beside another page hears of it, too.
        await visitor.OpenSecondTabAsync("/");
        var other = visitor.Page.FrameLocator("iframe");
        await Expect(other.Locator(".message").First).ToBeVisibleAsync();
        await Expect(other.Locator(".status")).ToHaveTextAsync("Live");
        await inbox.GetByRole(AriaRole.Button, new() { Name = "Clear all messages" }).ClickAsync();
        await Expect(inbox.GetByText("No messages yet")).ToBeVisibleAsync();
        await Expect(inbox.Locator(".message")).ToHaveCountAsync(0);
        await Expect(other.GetByText("No messages yet")).ToBeVisibleAsync();
        await Expect(other.Locator(".message")).ToHaveCountAsync(0);
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task The_panel_is_folded_on_a_phone_open_on_a_desktop_and_follows_what_happens()
    {
        var visitor = await ComeAsync(Phone);
        await Expect(visitor.Page.Locator(".desk__counts")).ToBeHiddenAsync();
        // Where the reset leads to.
        await visitor.Page.GotoAsync("/verify#desk");
        await Expect(visitor.Page.Locator(".desk__counts")).ToBeVisibleAsync();
        await visitor.Page.GotoAsync("/");
        await visitor.Page.SetViewportSizeAsync(Desktop.Width, Desktop.Height);
        await visitor.Page.ReloadAsync();
        var sms = visitor.Page.Locator(".desk__counts div", new() { HasText = "SMS" }).Locator("dd");
        await Expect(sms).ToBeVisibleAsync();
        var before = int.Parse(await sms.InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);

        await visitor.GenerateAsync();
        await Expect(sms).Not.ToHaveTextAsync($"{before}");
        await Expect(visitor.Page.Locator(".desk__wire")).ToContainTextAsync($"44•••••{visitor.Phone.Msisdn[^4..]}");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task The_lines_are_copied_by_one_press_on_a_phone_too()
    {
        foreach (var size in new[] { Phone, Desktop })
        {
            var visitor = await ComeAsync(size);
            var page = visitor.Page;
            await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
            if (size == Phone)
            {
                await Expect(page.Locator(".about__code")).ToBeHiddenAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Four lines" }).TapAsync();
            }

            await page.GetByRole(AriaRole.Button, new() { Name = "Copy", Exact = true }).TapAsync();
            await Expect(page.Locator(".about__copy")).ToHaveTextAsync("Copied");
            Assert.Contains("app.MapOffer18OtpPage();", await page.EvaluateAsync<string>("navigator.clipboard.readText()"), StringComparison.Ordinal);
            Assert.Empty(visitor.Errors);
        }
    }

    [Fact]
    public async Task Without_a_script_the_numbers_are_read_and_the_next_call_is_decided_too()
    {
        var visitor = await sample.ComeAsync(browsers, new() { JavaScriptEnabled = false, ViewportSize = Phone });
        var page = visitor.Page;
        await page.GotoAsync("/simulator/inbox", new() { WaitUntil = BrowserVisitor.Parsed });
        await page.GetByRole(AriaRole.Link, new() { Name = "Test numbers" }).ClickAsync();
        await Expect(page.GetByText("+44 7700 900706")).ToBeVisibleAsync();
        await Expect(page.Locator(".use").First).ToBeHiddenAsync();
        await page.Locator("summary").ClickAsync();
        await page.GetByLabel("Result").SelectOptionAsync("447700900403");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Set for the next time.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Result")).ToHaveValueAsync("447700900403");

        await page.GetByLabel("Result").SelectOptionAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Set for the next time.")).ToHaveCountAsync(0);
        await page.GotoAsync("/", new() { WaitUntil = BrowserVisitor.Parsed });
        await page.Locator(".desk summary").ClickAsync();
        await Expect(page.Locator(".desk__counts dd").First).ToBeVisibleAsync();
    }

    private async Task<BrowserVisitor> ComeAsync(ViewportSize size)
    {
        var visitor = await sample.ComeAsync(browsers, new() { ViewportSize = size, HasTouch = true });
        await visitor.Page.GotoAsync("/");
        return visitor;
    }
}
