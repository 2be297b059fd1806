using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>The wait for a new code: both clocks are the test's.</summary>
public sealed class CountdownTests(BrowserFixture browsers, ClockedSite site) : IClassFixture<ClockedSite>
{
    [Fact]
    public async Task What_has_not_changed_is_not_announced_again_and_a_new_code_is()
    {
        // How many answers there have been, once the module is done with each.
        var visitor = await site.ComeAsync(browsers, before: page => page.AddInitScriptAsync("""
            window.answers = 0;
            const { send } = XMLHttpRequest.prototype;
            XMLHttpRequest.prototype.send = function (body) {
                this.addEventListener('loadend', () => answers++);
                send.call(this, body);
            };
            """));
        await visitor.GenerateAsync();
        await visitor.Page.EvaluateAsync("""
            window.told = 0;
            new MutationObserver(() => told++).observe(document.querySelector('[role=status]'), { childList: true, characterData: true, subtree: true });
            """);
        await visitor.GuessAsync();
        await Expect(visitor.Error).ToBeVisibleAsync();
        await visitor.Page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await visitor.ComesTrueAsync("answers === 3");
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("told"));

        var resend = visitor.Resend;
        await site.PassAsync(visitor.Page, 6);
        await Expect(resend).Not.ToHaveAttributeAsync("aria-disabled", "true");
        await resend.ClickAsync();
        await visitor.ComesTrueAsync("answers === 4");
        await Expect(resend).ToHaveAttributeAsync("aria-disabled", "true");
        Assert.Equal(1, await visitor.Page.EvaluateAsync<int>("told"));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_countdown_runs_to_a_new_code_survives_a_reload_and_one_click_sends_one()
    {
        var visitor = await site.ComeAsync(browsers);
        await visitor.GenerateAsync();
        var resend = visitor.Resend;
        await Expect(resend).ToHaveAttributeAsync("aria-disabled", "true");
        await visitor.Page.ReloadAsync();
        await Expect(resend).ToHaveAttributeAsync("aria-disabled", "true");
        await resend.ClickAsync(new() { Force = true });
        Assert.Equal(1, visitor.Phone.Sent);

        await site.PassAsync(visitor.Page, 6);
        await Expect(resend).Not.ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(visitor.Page.Locator("[data-countdown]")).ToBeHiddenAsync();
        await visitor.Page.RunAndWaitForResponseAsync(() => resend.DblClickAsync(new() { Force = true }), "**/generate?**");
        await Expect(visitor.Element).ToHaveAttributeAsync("aria-busy", "false");
        await Expect(resend).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(resend).ToBeFocusedAsync();
        Assert.Equal(2, visitor.Phone.Sent);
        await visitor.VerifyAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task The_time_in_an_error_counts_and_goes_when_it_is_over()
    {
        var visitor = await site.ComeAsync(browsers);
        var hand = new Hand(visitor.Page);
        await hand.TypeAsync(visitor.Number, "07700 900401");
        await hand.PressAsync(visitor.Page.Locator("[id$='-send']"));
        await hand.PressAsync(visitor.Page.Locator("[id$='-send']"));
        var time = visitor.Error.GetByRole(AriaRole.Timer);
        await Expect(time).ToHaveTextAsync(new Regex("^Try again in 5\\sseconds\\.$"));
        await site.PassAsync(visitor.Page, 4);
        await Expect(time).ToHaveTextAsync(new Regex("^Try again in 1\\ssecond\\.$"));
        await site.PassAsync(visitor.Page, 1);
        await Expect(visitor.Error.Locator("[data-countdown]")).ToBeHiddenAsync();
        await Expect(visitor.Error).ToBeVisibleAsync();
    }
}
