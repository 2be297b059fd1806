using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What has happened in another tab, or before the page was left.</summary>
public sealed class TabTests(BrowserFixture browsers)
{
    [Fact]
    public async Task A_page_from_the_browsers_history_asks_how_far_the_visitor_has_come()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain");
        var first = visitor.Page;
        await visitor.OpenSecondTabAsync("/plain");
        await visitor.GenerateAsync();
        await first.EvaluateAsync("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");

        await Expect(first.Locator("[name=otp]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_step_in_another_tab_is_seen_and_what_is_typed_is_left_alone()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain");
        var first = visitor.Page;
        await first.FillAsync("[name=msisdn]", "07700 9");
        await visitor.OpenSecondTabAsync("/plain");
        await ComesBackAsync(first);
        await Expect(first.Locator("[name=msisdn]")).ToHaveValueAsync("07700 9");
        await visitor.GenerateAsync();
        await ComesBackAsync(first);

        await Expect(first.Locator("[name=otp]")).ToBeVisibleAsync();
        await first.FillAsync("[name=otp]", "12");
        await ComesBackAsync(first);
        await Expect(first.Locator("[name=otp]")).ToHaveValueAsync("12");
        Assert.Empty(visitor.Errors);

        // Headless Chromium shows all its tabs; the event is what a browser with one window fires.
        static Task ComesBackAsync(IPage page) =>
            page.RunAndWaitForResponseAsync(() => page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))"), "**/status**");
    }
}
