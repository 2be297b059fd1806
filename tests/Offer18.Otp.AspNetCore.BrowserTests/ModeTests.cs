using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>The same journeys in each hosting mode.</summary>
public sealed class ModeTests(BrowserFixture browsers)
{
    /// <summary>Static with and without Blazor's script, interactive with and without prerendering, Razor Pages, MVC; below a path base, too.</summary>
    public static TheoryData<string> All =>
    [
        .. new[] { "/static", "/plain", "/server", "/server-only", "/pages/verify", "/mvc/verify", "/shop/static", "/shop/server-only", "/shop/pages/verify" }
            .Select(path => LongAttribute.Row(new TheoryDataRow<string>(path), isLong: path is "/shop/static" or "/shop/pages/verify")),
    ];

    /// <summary>One of each kind.</summary>
    public static TheoryData<string> Kinds => ["/static", "/server", "/server-only", "/mvc/verify", "/shop/pages/verify"];

    public static TheoryData<string> Prerendered => ["/static", "/plain", "/server", "/pages/verify", "/mvc/verify", "/shop/server"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_visitor_gets_through_in_place_by_the_keyboard_alone(string path)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, path);
        await InteractiveAsync(visitor, path);
        await visitor.Page.EvaluateAsync("window.here = true");
        await Expect(visitor.Page.Locator("form #price")).ToBeVisibleAsync();

        var first = visitor.Phone;
        await visitor.GenerateAsync();
        await Expect(visitor.Code).ToBeFocusedAsync();
        await Expect(visitor.Page.Locator("#own-code")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("form[action$=verify] #price")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("[role=status]")).ToContainTextAsync($"We sent a code to {first.Number}.");

        var wrong = first.WrongCode();
        await visitor.VerifyAsync(wrong);
        await Expect(visitor.Page).ToHaveTitleAsync("Error: Your number");
        await Expect(visitor.Code).ToBeFocusedAsync();
        await Expect(visitor.Code).ToHaveValueAsync(wrong);
        await visitor.Error.Locator("a").First.PressAsync("Enter");
        await Expect(visitor.Code).ToBeFocusedAsync();

        await visitor.Page.Locator("form[action$=reset] button").PressAsync("Enter");
        await Expect(visitor.Number).ToBeFocusedAsync();
        await Expect(visitor.Page).ToHaveTitleAsync("Your number");
        await Expect(visitor.Page.Locator("form #price")).ToBeVisibleAsync();

        visitor.ChangePhone();
        await visitor.GenerateAsync();
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.here"));
        await visitor.VerifyAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex(path.StartsWith("/shop", StringComparison.Ordinal) ? "/shop/premium$" : "[0-9]/premium$"));
        Assert.Equal((1, 1), (first.Sent, visitor.Phone.Sent));
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [MemberData(nameof(Prerendered))]
    public async Task A_visitor_without_script_gets_through(string path)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, path, new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 1280, Height = 800 } });

        await Expect(visitor.Page.Locator("form #price")).ToBeVisibleAsync();
        await visitor.GenerateAsync();
        await Expect(visitor.Page.Locator(".offer18-otp__clock")).ToHaveTextAsync(new Regex("^[1-5]\\sseconds?$"));
        await visitor.GuessAsync();
        await Expect(visitor.Error).ToContainTextAsync("That code is not right");
        await visitor.VerifyAsync();

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Equal(1, visitor.Phone.Sent);
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Reloading_going_back_and_a_second_tab_lose_nothing_and_send_nothing(string path)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, path);
        await InteractiveAsync(visitor, path);
        await visitor.Page.ReloadAsync();
        await InteractiveAsync(visitor, path);
        await visitor.GenerateAsync();

        await visitor.Page.ReloadAsync();
        await Expect(visitor.Code).ToBeVisibleAsync();
        await visitor.Page.GotoAsync("about:blank");
        await visitor.Page.GoBackAsync();
        await Expect(visitor.Code).ToBeVisibleAsync();
        var firstTab = visitor.Page;
        await visitor.OpenSecondTabAsync(path);
        await visitor.Code.WaitForAsync();
        await visitor.VerifyAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));

        await firstTab.ReloadAsync();
        await Expect(firstTab.Locator("[role=status]")).ToContainTextAsync("is verified");
        await visitor.Page.GoBackAsync();
        await Expect(visitor.Page.Locator("[role=status]")).ToContainTextAsync("is verified");
        Assert.Equal(1, visitor.Phone.Sent);
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData("/server")]
    [InlineData("/server-only")]
    public async Task A_circuit_that_ends_while_the_SMS_is_read_is_not_missed(string path)
    {
        var circuit = new TaskCompletionSource<IWebSocketRoute>();
        var visitor = await BrowserVisitor.ComeAsync(browsers, path, before: page => page.RouteWebSocketAsync(new Regex("_blazor"), socket =>
        {
            socket.ConnectToServer();
            circuit.TrySetResult(socket);
        }));
        await InteractiveAsync(visitor, path);
        await visitor.GenerateAsync();

        await (await circuit.Task).CloseAsync();
        await visitor.VerifyAsync();

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Equal(1, visitor.Phone.Sent);
    }

    [Fact]
    public async Task What_was_typed_before_a_circuit_takes_over_stays_and_the_pages_content_is_alive()
    {
        var ready = new TaskCompletionSource();
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/server", before: page => page.RouteAsync("**/_blazor/negotiate**", async route =>
        {
            await ready.Task;
            await route.ContinueAsync();
        }));
        await visitor.Number.FillAsync("07700 9001");
        ready.SetResult();
        await InteractiveAsync(visitor, "/server");

        await Expect(visitor.Number).ToHaveValueAsync("07700 9001");
        await Expect(visitor.Number).ToBeFocusedAsync();
        await visitor.Page.ClickAsync("#clicks");
        await Expect(visitor.Page.Locator("#clicks")).ToHaveTextAsync("1");
        await visitor.GenerateAsync();
        await visitor.Page.ClickAsync("form[action$=reset] button");
        await visitor.Page.ClickAsync("#clicks");
        await Expect(visitor.Page.Locator("#clicks")).ToHaveTextAsync("2");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_circuit_that_takes_over_while_the_answer_is_on_its_way_shows_it()
    {
        var (ready, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/server", before: async page =>
        {
            await page.RouteAsync("**/_blazor/negotiate**", async route =>
            {
                await ready.Task;
                await route.ContinueAsync();
            });
            await page.RouteAsync("**/generate?**", async route =>
            {
                await answer.Task;
                await route.ContinueAsync();
            });
        });
        await visitor.Number.FillAsync(visitor.Phone.Number);
        await visitor.Page.RunAndWaitForRequestAsync(() => visitor.Number.PressAsync("Enter"), "**/generate?**");
        ready.SetResult();
        await Expect(visitor.Page.Locator("#interactive")).ToHaveTextAsync("True");
        answer.SetResult();

        await visitor.Code.WaitForAsync();
        Assert.Equal(1, visitor.Phone.Sent);
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task Callbacks_hear_each_state_and_a_visitor_whom_one_awaits_stays()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/callback");
        await Expect(visitor.Page.Locator("#states")).ToHaveTextAsync("none");
        await visitor.GenerateAsync();
        await Expect(visitor.Page.Locator("#states")).ToHaveTextAsync("none pending");
        await visitor.VerifyAsync();

        await Expect(visitor.Page.Locator("#verified")).ToHaveTextAsync($"44•••••{visitor.Phone.Msisdn[^4..]}");
        await Expect(visitor.Page.Locator("#states")).ToHaveTextAsync("none pending verified");
        Assert.EndsWith("/callback", visitor.Page.Url, StringComparison.Ordinal);
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task Enhanced_navigation_away_and_back_goes_on_where_the_visitor_was()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/elsewhere");
        await visitor.Page.EvaluateAsync("window.here = true");
        await visitor.Page.ClickAsync("text=Back");
        await visitor.GenerateAsync();
        await visitor.Page.ClickAsync("text=Elsewhere");
        await Expect(visitor.Element).ToHaveCountAsync(0);
        await visitor.Page.ClickAsync("text=Back");
        await visitor.GuessAsync();
        await Expect(visitor.Error).ToBeVisibleAsync();
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.here"));
        await visitor.VerifyAsync();

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Empty(visitor.Errors);
    }

    // Where a circuit will take over, a test that is quicker than any person waits for it.
    private static async Task InteractiveAsync(BrowserVisitor visitor, string path)
    {
        if (path.Contains("server", StringComparison.Ordinal))
        {
            await Expect(visitor.Page.Locator("#interactive")).ToHaveTextAsync("True");
        }

        await visitor.Number.WaitForAsync();
    }
}
