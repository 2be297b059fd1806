using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What the component does as time goes by, on the server and in the browser: both clocks are the test's.</summary>
public sealed class TimeTests(BrowserFixture browsers, ClockedSite site) : IClassFixture<ClockedSite>
{
    [Fact]
    public async Task The_countdown_goes_on_after_a_reload_and_at_its_end_the_button_is_silent()
    {
        var visitor = await site.ComeAsync(browsers);
        await visitor.GenerateAsync();
        var clock = visitor.Page.Locator("[data-countdown]");
        var resend = visitor.Resend;
        await Expect(clock).ToHaveTextAsync("5\u00A0seconds");
        await Expect(resend).ToHaveAccessibleDescriptionAsync(new Regex("5\\sseconds"));

        await site.PassAsync(visitor.Page, 2);
        await Expect(clock).ToHaveTextAsync("3\u00A0seconds");
        await visitor.Page.ReloadAsync();
        await Expect(clock).ToHaveTextAsync("3\u00A0seconds");
        await Expect(resend).ToHaveAttributeAsync("aria-disabled", "true");

        await site.PassAsync(visitor.Page, 4);
        await Expect(resend).ToHaveAttributeAsync("aria-disabled", "false");
        await Expect(resend).ToHaveAccessibleDescriptionAsync("");
        await ClockedSite.LookAsync(visitor.Page, "resend");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_code_that_expires_is_told_and_leads_who_was_typing_to_a_new_one()
    {
        var visitor = await site.ComeAsync(browsers);
        await visitor.GenerateAsync();
        await visitor.Code.PressSequentiallyAsync("123");

        await site.PassAsync(visitor.Page, 601);
        await Expect(visitor.Page.Locator("[role=status]")).ToHaveTextAsync(new Regex("The code for 07700 900\\d{3} has expired."));
        await Expect(visitor.Code).ToHaveCountAsync(0);
        await Expect(visitor.Error).ToHaveCountAsync(0);
        var resend = visitor.Resend;
        await Expect(resend).ToBeFocusedAsync();
        await ClockedSite.LookAsync(visitor.Page, "expired");

        await resend.PressAsync("Enter");
        await Expect(visitor.Page.Locator("[role=status]")).ToContainTextAsync("We sent a new code");
        await Expect(visitor.Code).ToBeFocusedAsync();
        await Expect(visitor.Code).ToHaveValueAsync("");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task What_is_asked_on_the_way_back_leaves_what_is_typed_and_the_caret_alone()
    {
        var visitor = await site.ComeAsync(browsers);
        await visitor.GenerateAsync();
        await visitor.Code.PressSequentiallyAsync("123");
        await visitor.Code.PressAsync("ArrowLeft");
        // Wrong codes from elsewhere: the state has changed.
        var other = await BrowserVisitor.ComeAsync(browsers, "/plain", site: site.Site);
        await other.Page.Context.AddCookiesAsync((await visitor.Page.Context.CookiesAsync()).Select(cookie =>
            new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path }));
        await other.Page.ReloadAsync();
        await other.VerifyAsync(visitor.Phone.WrongCode());
        await Expect(other.Error).ToBeVisibleAsync();

        await visitor.Page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await Expect(visitor.Element).ToHaveAttributeAsync("data-status", new Regex("\"attemptsRemaining\":4"));
        await Expect(visitor.Code).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("9");
        await Expect(visitor.Code).ToHaveValueAsync("1293");
    }

    [Fact]
    public async Task A_lock_out_says_until_when_even_after_a_reload_and_then_allows_a_code()
    {
        var visitor = await site.ComeAsync(browsers);
        await visitor.Page.EvaluateAsync("window.here = true");
        await visitor.GenerateAsync();
        for (var wrong = 1; wrong <= 5; wrong++)
        {
            await visitor.GuessAsync();
            await Expect(visitor.Element).ToHaveAttributeAsync("data-status", new Regex($"\"attemptsRemaining\":{5 - wrong},.*error"));
        }

        await Expect(visitor.Error).ToBeFocusedAsync();
        await Expect(visitor.Error).ToContainTextAsync("Too many wrong codes");
        await AssertLockedAsync("30\\sseconds");
        var resend = visitor.Resend;
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(resend).ToBeFocusedAsync();
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.here"));

        await visitor.Page.ReloadAsync();
        await Expect(visitor.Error).ToHaveCountAsync(0);
        await AssertLockedAsync("30\\sseconds");
        await ClockedSite.LookAsync(visitor.Page, "locked");
        await site.PassAsync(visitor.Page, 31);
        await Expect(visitor.Page.Locator("[data-countdown]")).ToHaveCountAsync(0);
        await resend.PressAsync("Enter");
        await Expect(visitor.Code).ToBeVisibleAsync();
        await visitor.VerifyAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Equal(2, visitor.Phone.Sent);
        Assert.Empty(visitor.Errors);

        async Task AssertLockedAsync(string left)
        {
            await Expect(visitor.Code).ToHaveCountAsync(0);
            await Expect(visitor.Page.Locator(".offer18-otp__button")).ToHaveTextAsync(new Regex($"Send a new code in {left}"));
            await Expect(visitor.Page.Locator(".offer18-otp__button")).ToHaveAttributeAsync("aria-disabled", "true");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_becomes_of_a_code_that_another_tab_has_had_checked_can_be_asked(bool javaScript)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { JavaScriptEnabled = javaScript }, site: site.Site);
        // Offer18 takes 3 s to answer this one, which is here twice.
        var slow = TimeSpan.FromSeconds(3);
        site.Pass(10);
        var sent = visitor.GenerateAsync("07700 900706");
        await site.Offer18Clock.TimerAsync(slow, TestContext.Current.CancellationToken);
        site.Offer18Clock.Advance(slow);
        await sent;
        var before = visitor.Phone.Checked;
        var (first, code) = (visitor.Page, visitor.Phone.Code);
        await visitor.OpenSecondTabAsync("/plain");
        await first.FillAsync("[name=otp]", code);
        await visitor.Code.FillAsync(code);
        var pressed = first.PressAsync("[name=otp]", "Enter");
        await site.Offer18Clock.TimerAsync(slow, TestContext.Current.CancellationToken);

        await visitor.Code.PressAsync("Enter");
        await Expect(visitor.Error).ToContainTextAsync("The code is being checked");
        site.Offer18Clock.Advance(slow);
        await pressed;
        await Expect(first).ToHaveURLAsync(new Regex("/premium$"));

        await visitor.Error.GetByRole(AriaRole.Link, new() { Name = "Check again" }).ClickAsync();
        await Expect(visitor.Page.Locator("[role=status]")).ToContainTextAsync("is verified");
        await Expect(visitor.Error).ToHaveCountAsync(0);
        Assert.Equal(before + 1, visitor.Phone.Checked);
    }
}
