using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>A phone cuts requests off while its owner reads the message. Whoever has a code finds a field for it.</summary>
public sealed class CutOffTests(BrowserFixture browsers)
{
    public static readonly TheoryData<string> Returns =
    [
        "document.dispatchEvent(new Event('visibilitychange'))",
        "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
        "dispatchEvent(new Event('focus'))",
        "dispatchEvent(new Event('online'))",
        "location.reload()",
    ];

    [Theory]
    [MemberData(nameof(Returns))]
    public async Task Whoever_returns_to_a_request_that_never_ends_is_asked_for_the_code(string returns)
    {
        var sent = new TaskCompletionSource();
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", before: page => page.RouteAsync("**/generate**", async route =>
        {
            await PassOnAsync(route, page);
            sent.SetResult();
        }));
        await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);
        await sent.Task.WaitAsync(TestContext.Current.CancellationToken);

        await visitor.Page.EvaluateAsync(returns);

        await Expect(visitor.Code).ToBeVisibleAsync();
        await visitor.VerifyAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Equal((1, 1), (visitor.Phone.Sent, visitor.Phone.Checked));
    }

    [Fact]
    public async Task A_request_that_fails_after_the_server_had_it_leads_to_the_code_at_once()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", before: page => page.RouteAsync("**/generate**", async route =>
        {
            await PassOnAsync(route, page);
            await route.AbortAsync("connectionreset");
        }));
        await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);

        await Expect(visitor.Code).ToBeVisibleAsync();
        await Expect(visitor.Error).ToHaveCountAsync(0);
        await visitor.VerifyAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
    }

    [Fact]
    public async Task A_check_that_fails_after_the_server_had_it_lets_the_visitor_go_on()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", before: page => page.RouteAsync("**/verify**", async route =>
        {
            await PassOnAsync(route, page);
            await route.AbortAsync("connectionreset");
        }));
        await visitor.GenerateAsync();
        await visitor.VerifyAsync();

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Equal(1, visitor.Phone.Checked);
    }

    [Fact]
    public async Task A_request_that_never_got_out_keeps_the_number_and_is_pressed_again()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", before: page =>
            page.RouteAsync("**/generate**", route => route.AbortAsync("internetdisconnected"), new() { Times = 1 }));
        await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);
        await Expect(visitor.Error).ToContainTextAsync("No connection");
        await Expect(visitor.Number).ToHaveValueAsync(visitor.Phone.Number);

        await visitor.Number.PressAsync("Enter");

        await Expect(visitor.Code).ToBeVisibleAsync();
        Assert.Equal(1, visitor.Phone.Sent);
    }

    [Fact]
    public async Task Without_a_connection_try_again_does_what_was_pressed()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain");
        var hand = new Hand(visitor.Page);
        var again = visitor.Error.GetByRole(AriaRole.Button, new() { Name = "Try again" });
        await hand.TypeAsync(visitor.Number, visitor.Phone.Number);
        await WithoutConnectionAsync(visitor.Page.Locator("[id$='-send']"));
        await hand.TapAsync(again);
        await Expect(visitor.Code).ToBeFocusedAsync();

        await hand.TypeAsync(visitor.Code, visitor.Phone.Code);
        await WithoutConnectionAsync(visitor.Page.Locator("[id$='-check']"));
        await Expect(visitor.Code).ToHaveValueAsync(visitor.Phone.Code);
        await hand.TapAsync(again);

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Equal((1, 1), (visitor.Phone.Sent, visitor.Phone.Checked));

        async Task WithoutConnectionAsync(ILocator button)
        {
            await visitor.Page.RouteAsync("**/otp/**?**", route => route.AbortAsync("internetdisconnected"));
            await hand.PressAsync(button);
            await Expect(visitor.Error).ToContainTextAsync("No connection");
            await hand.PressAsync(again);
            await Expect(visitor.Error).ToContainTextAsync("No connection");
            await visitor.Page.UnrouteAllAsync();
            // The page looks by itself, and what was pressed is still to be done.
            await visitor.Page.RunAndWaitForResponseAsync(() => visitor.Page.EvaluateAsync("dispatchEvent(new Event('online'))"), "**/otp/**?**");
        }
    }

    [Fact]
    public async Task Without_script_pressing_again_asks_for_the_code_and_says_that_a_message_comes()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { JavaScriptEnabled = false });
        await visitor.Page.RouteAsync(
            "**/generate",
            async route =>
            {
                await PassOnAsync(route, visitor.Page);
                await route.AbortAsync("aborted");
            },
            new() { Times = 1 });
        await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);
        await visitor.Number.PressAsync("Enter");

        await Expect(visitor.Error).ToContainTextAsync("A text message can take a while to arrive");
        await visitor.VerifyAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Equal(1, visitor.Phone.Sent);
    }

    [Fact]
    public async Task A_late_answer_leaves_alone_what_is_typed_meanwhile()
    {
        var late = new TaskCompletionSource();
        var sent = new TaskCompletionSource();
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", before: page => page.RouteAsync("**/generate**", async route =>
        {
            var answer = await route.FetchAsync();
            sent.SetResult();
            await late.Task;
            await route.FulfillAsync(new() { Response = answer });
        }));
        await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);
        await sent.Task.WaitAsync(TestContext.Current.CancellationToken);
        await visitor.Page.EvaluateAsync("dispatchEvent(new Event('focus'))");
        await visitor.Code.PressSequentiallyAsync("12");

        await visitor.Page.RunAndWaitForResponseAsync(() => Task.FromResult(late.TrySetResult()), "**/generate**");

        await Expect(visitor.Element).ToHaveAttributeAsync("aria-busy", "false");
        await Expect(visitor.Code).ToHaveValueAsync("12");
        await Expect(visitor.Code).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_change_number_one_press_leads_back_to_the_code_in_the_hand(bool javaScript)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { JavaScriptEnabled = javaScript });
        await visitor.GenerateAsync();
        await visitor.Page.ClickAsync("text=Change number");
        await visitor.Page.ClickAsync("text=Enter the code for");
        await Expect(visitor.Code).ToBeVisibleAsync();
        await visitor.Page.ClickAsync("text=Change number");
        await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);
        await Expect(visitor.Code).ToBeVisibleAsync();
        await Expect(visitor.Error).ToHaveCountAsync(0);

        await visitor.VerifyAsync();

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Equal((1, 1), (visitor.Phone.Sent, visitor.Phone.Checked));
    }

    // The server gets the request, and the browser neither its answer nor its cookies.
    private static async Task PassOnAsync(IRoute route, IPage page)
    {
        var cookies = await page.Context.CookiesAsync();
        await route.FetchAsync(new() { MaxRedirects = 0 });
        await page.Context.ClearCookiesAsync();
        await page.Context.AddCookiesAsync(cookies.Select(cookie => new Cookie
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = cookie.Domain,
            Path = cookie.Path,
            HttpOnly = cookie.HttpOnly,
            SameSite = cookie.SameSite,
            Secure = cookie.Secure,
            Expires = cookie.Expires,
        }));
    }
}
