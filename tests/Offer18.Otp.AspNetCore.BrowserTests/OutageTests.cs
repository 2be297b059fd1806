using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What a visitor sees while Offer18 does not answer.</summary>
public sealed class OutageTests(BrowserFixture browsers, ClockedSite site) : IClassFixture<ClockedSite>
{
    [Fact]
    public async Task The_page_says_when_to_try_again_until_that_time_has_come()
    {
        var visitor = await site.ComeAsync(browsers);
        var page = visitor.Page;
        // Offer18 fails for this number. After five failures the breaker is open.
        await BrowserVisitor.TypeAsync(visitor.Number, "07700 900500");
        await Expect(visitor.Code).ToBeVisibleAsync();
        for (var again = 0; again < 4; again++)
        {
            await site.PassAsync(page, 5);
            await Expect(visitor.Resend).ToHaveAttributeAsync("aria-disabled", "false");
            await page.RunAndWaitForResponseAsync(() => visitor.Resend.ClickAsync(), "**/generate**");
            // The next wait begins when the page has read the answer.
            await Expect(visitor.Element).ToHaveAttributeAsync("aria-busy", "false");
        }

        await site.PassAsync(page, 2);
        await page.GetByText("Change number").ClickAsync();
        await Expect(visitor.Number).ToBeVisibleAsync();
        await page.ReloadAsync();
        var notice = page.Locator(".offer18-otp__notice");
        await Expect(notice).ToContainTextAsync("Try again in 13 seconds.");
        await ClockedSite.LookAsync(page, "outage");
        await visitor.Number.PressSequentiallyAsync("07700 9");
        await site.PassAsync(page, 15);

        await Expect(notice).ToHaveCountAsync(0);
        await Expect(visitor.Number).ToHaveValueAsync("07700 9");
        await Expect(visitor.Number).ToBeFocusedAsync();
        Assert.Empty(visitor.Errors);
    }
}
