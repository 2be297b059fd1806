using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What a page says about a number is true after a reload, a way back, and what another tab does; and each press is answered.</summary>
public sealed class TruthTests(BrowserFixture browsers)
{
    private const string ShownCode = "country => getComputedStyle(country, '::before').content";

    [Fact]
    public async Task The_calling_code_is_that_of_the_country_after_the_way_back()
    {
        var visitor = await ComeAsync("/plain");
        await visitor.Page.Locator("[name=country]").SelectOptionAsync("KW");
        await visitor.Page.GotoAsync("/elsewhere");
        await visitor.Page.GoBackAsync();

        await Expect(visitor.Page.Locator("[name=country]")).ToHaveValueAsync("KW");
        await Expect(visitor.Page.Locator(".offer18-otp__country")).ToHaveAttributeAsync("data-code", "+965");
        Assert.Equal("\"+965\"", await visitor.Page.Locator(".offer18-otp__country").EvaluateAsync<string>(ShownCode));
    }

    [Fact]
    public async Task Until_the_module_has_come_the_list_itself_is_seen()
    {
        var visitor = await ComeAsync("/plain", page => page.RouteAsync("**/element.*.js", route => route.AbortAsync()));
        Assert.Equal("1", await visitor.Page.Locator("[name=country]").EvaluateAsync<string>("country => getComputedStyle(country).opacity"));
        await visitor.Page.UnrouteAllAsync();
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Page.Locator("[name=country]")).ToHaveCSSAsync("opacity", "0");
    }

    [Theory]
    [InlineData("07700 900602", "Too many wrong codes", true)]
    [InlineData("07700 900605", "This number is already subscribed", false)]
    public async Task What_Offer18_said_of_the_number_is_said_again_after_a_reload(string number, string text, bool javaScript)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { JavaScriptEnabled = javaScript });
        await visitor.GenerateAsync(number);
        await visitor.VerifyAsync();
        await SaysAsync();
        await visitor.Page.ReloadAsync();
        await SaysAsync();
        await visitor.Page.ReloadAsync();
        await SaysAsync();
        await new Hand(visitor.Page).TapAsync(visitor.Page.Locator("[id$='-other']"));
        await Expect(visitor.Number).ToBeVisibleAsync();
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Number).ToBeVisibleAsync();

        async Task SaysAsync()
        {
            await Expect(visitor.Element).ToContainTextAsync(text);
            await Expect(visitor.Code).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task A_failed_press_tried_again_is_seen_to_work_on_a_low_screen()
    {
        var answer = new TaskCompletionSource();
        var calls = 0;
        var visitor = await ComeAsync("/plain", page => page.RouteAsync("**/generate?**", async route =>
        {
            if (calls++ == 0)
            {
                await route.AbortAsync("internetdisconnected");
                return;
            }

            await answer.Task;
            await route.ContinueAsync();
        }));
        var hand = new Hand(visitor.Page);
        await hand.TypeAsync(visitor.Number, visitor.Phone.Number);
        await hand.PressAsync(visitor.Page.Locator("[id$='-send']"));
        await hand.TapAsync(visitor.Page.Locator("[data-part=main] [data-again]"));

        await Expect(visitor.Page.Locator("[id$='-send']")).ToHaveAttributeAsync("data-busy", "");
        await Expect(visitor.Page.Locator("[id$='-send']")).ToBeInViewportAsync(new() { Ratio = 1 });
        await hand.KeepAsync("again-busy");
        answer.SetResult();
        await Expect(visitor.Code).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(ForcedColors.None)]
    [InlineData(ForcedColors.Active)]
    public async Task A_link_turns_while_it_works_and_another_press_says_what_is_awaited(ForcedColors colours)
    {
        var answer = new TaskCompletionSource();
        var visitor = await BrowserVisitor.ComeAsync(
            browsers,
            "/plain",
            new() { ForcedColors = colours, ViewportSize = new() { Width = 360, Height = 740 } },
            page => page.RouteAsync("**/reset?**", async route =>
            {
                await answer.Task;
                await route.ContinueAsync();
            }));
        await visitor.GenerateAsync();
        var hand = new Hand(visitor.Page);
        var change = visitor.Page.Locator("[id$='-other']");
        var width = (await change.BoundingBoxAsync())!.Width;
        await hand.TapAsync(change);
        await Expect(change).ToHaveAttributeAsync("data-busy", "");
        Assert.Equal("offer18-otp-turn", await change.EvaluateAsync<string>("link => getComputedStyle(link, '::after').animationName"));
        // A ring that is closed does not seem to turn.
        Assert.Equal("0px", await change.EvaluateAsync<string>("link => getComputedStyle(link, '::after').borderTopWidth"));
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        await hand.KeepAsync($"link-busy-{colours}");

        await hand.TapAsync(visitor.Page.Locator("[id$='-check']"));
        await Expect(visitor.Waiting).ToHaveTextAsync("One moment…");
        await Expect(change).ToHaveTextAsync("One moment…");
        // The word is shorter.
        Assert.Equal(width, (await change.BoundingBoxAsync())!.Width, tolerance: 0.5);
        await Expect(visitor.Page.Locator("[id$='-check']")).ToHaveCSSAsync("opacity", "0.65");
        answer.SetResult();
        await Expect(visitor.Number).ToBeVisibleAsync();
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_look_at_what_became_of_a_code_is_seen_and_heard()
    {
        var answer = new TaskCompletionSource();
        var visitor = await ComeAsync("/plain");
        // The code is being checked for another tab, where Offer18 does not answer.
        await visitor.GenerateAsync("07700 900608");
        var first = visitor.Page;
        await visitor.OpenSecondTabAsync("/plain");
        var code = visitor.Phone.Code;
        var check = first.WaitForRequestAsync("**/verify?**");
        await BrowserVisitor.TypeAsync(first.Locator("[name=otp]"), code);
        await check;
        await BrowserVisitor.TypeAsync(visitor.Code, code);
        await Expect(visitor.Error).ToContainTextAsync("The code is being checked");
        await visitor.Page.RouteAsync("**/status?**", async route =>
        {
            await answer.Task;
            await route.ContinueAsync();
        });
        var hand = new Hand(visitor.Page);
        var look = visitor.Error.Locator("[data-look]");

        await hand.TapAsync(look);
        await Expect(look).ToHaveAttributeAsync("data-busy", "");
        await hand.TapAsync(look);
        await Expect(visitor.Waiting).ToHaveTextAsync("One moment…");
        answer.SetResult();
        await Expect(visitor.Waiting).ToHaveTextAsync("");
        await Expect(visitor.Element).ToHaveAttributeAsync("aria-busy", "false");
    }

    [Fact]
    public async Task A_number_with_the_same_last_digits_is_not_called_by_the_typed_one()
    {
        var visitor = await ComeAsync("/plain");
        await visitor.GenerateAsync("07700 900223");
        var first = visitor.Page;
        await Expect(first.Locator("[role=status]")).ToContainTextAsync("07700 900223");
        await visitor.OpenSecondTabAsync("/plain");
        var hand = new Hand(visitor.Page);
        await hand.TapAsync(visitor.Page.Locator("[id$='-other']"));
        await hand.TypeAsync(visitor.Number, "07400 120223");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.Locator("[role=status]")).ToContainTextAsync("07400 120223");

        await first.BringToFrontAsync();
        await first.EvaluateAsync("dispatchEvent(new Event('focus'))");
        await Expect(first.Locator("[role=status]")).ToContainTextAsync("•0223");
        await Expect(first.Locator("[role=status]")).Not.ToContainTextAsync("900223");
    }

    private Task<BrowserVisitor> ComeAsync(string path, Func<IPage, Task>? before = null) =>
        BrowserVisitor.ComeAsync(browsers, path, new() { HasTouch = true, ViewportSize = new() { Width = 360, Height = 420 } }, before);
}
