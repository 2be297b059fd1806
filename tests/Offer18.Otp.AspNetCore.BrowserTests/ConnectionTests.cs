using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What the visitor is told when no answer comes, or one that is not ours.</summary>
public sealed class ConnectionTests(BrowserFixture browsers)
{
    [Fact]
    public async Task Without_a_connection_it_says_so_and_what_was_typed_waits_for_the_next_press()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain");
        await visitor.Page.Context.SetOfflineAsync(true);
        await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);

        await Expect(visitor.Error).ToBeFocusedAsync();
        await Expect(visitor.Error).ToContainTextAsync("No connection");
        await Expect(visitor.Number).ToHaveValueAsync(visitor.Phone.Number);
        await visitor.Page.Context.SetOfflineAsync(false);
        await visitor.Page.ClickAsync("button[type=submit]");
        await Expect(visitor.Code).ToBeFocusedAsync();
        await Expect(visitor.Error).ToHaveCountAsync(0);
        Assert.Equal(1, visitor.Phone.Sent);
    }

    [Theory]
    [InlineData("/plain")]
    [InlineData("/server-only")]
    public async Task A_lost_answer_is_asked_for_and_nothing_is_sent_or_checked_twice(string path)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, path);
        await visitor.Page.RouteAsync(new Regex("/(generate|verify)\\?"), async route =>
        {
            await route.FetchAsync();
            await route.AbortAsync();
        });
        await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);
        await Expect(visitor.Code).ToBeFocusedAsync();
        await Expect(visitor.Error).ToHaveCountAsync(0);

        await visitor.VerifyAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Equal((1, 1), (visitor.Phone.Sent, visitor.Phone.Checked));
    }

    [Theory]
    [InlineData("/plain")]
    [InlineData("/server-only")]
    public async Task Somebody_elses_answer_is_no_lack_of_connection_and_can_be_asked_for_again(string path)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, path, before: page => page.RouteAsync(new Regex("/otp/(generate|verify|reset|status)"), route =>
            route.FulfillAsync(new() { Status = 502, ContentType = "text/html", Body = "<h1>Bad gateway</h1>" })));
        if (path == "/plain")
        {
            await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);
        }

        await Expect(visitor.Error).ToContainTextAsync("Something went wrong");
        await Expect(visitor.Error).Not.ToContainTextAsync("connection");
        await visitor.Error.GetByRole(AriaRole.Button).PressAsync("Enter");
        await Expect(visitor.Error).ToBeFocusedAsync();
        await visitor.Page.UnrouteAllAsync();
        await visitor.Error.GetByRole(AriaRole.Button).PressAsync("Enter");
        if (path == "/server-only")
        {
            // Nothing was pressed yet.
            await Expect(visitor.Number).ToBeFocusedAsync();
            await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);
        }

        await Expect(visitor.Code).ToBeFocusedAsync();
        Assert.Equal(1, visitor.Phone.Sent);
    }

    [Fact]
    public async Task A_press_on_the_way_back_does_not_wait_for_the_look_at_the_state()
    {
        var look = new TaskCompletionSource();
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain");
        await visitor.GenerateAsync();
        await visitor.Page.RouteAsync("**/status**", async route =>
        {
            await look.Task;
            await route.AbortAsync();
        });
        await visitor.Page.RunAndWaitForRequestAsync(
            () => visitor.Page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))"), "**/status**");
        await visitor.VerifyAsync();

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        look.SetResult();
    }
}
