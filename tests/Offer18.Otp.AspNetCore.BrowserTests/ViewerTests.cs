using System.Collections.Concurrent;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>The sample's viewer of the endpoints, under the sample's policy.</summary>
public sealed class ViewerTests(BrowserFixture browsers)
{
    [Fact]
    public async Task The_viewer_shows_each_endpoint_and_asks_no_other_host()
    {
        var visitor = await BrowserVisitor.ComeToSampleAsync(browsers, new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var asked = new ConcurrentQueue<string>();
        visitor.Page.Request += (_, request) => asked.Enqueue(request.Url);

        await visitor.Page.GotoAsync("/swagger/index.html");
        foreach (var summary in (string[])["Send a code", "Check a code", "Forget the pending number", "Read the state"])
        {
            await Expect(visitor.Page.GetByText(summary, new() { Exact = true }).First).ToBeVisibleAsync();
        }

        await visitor.Page.GetByText("Send a code", new() { Exact = true }).First.ClickAsync();
        await Expect(visitor.Page.GetByText("invalid_msisdn, consent_required", new() { Exact = false }).First).ToBeVisibleAsync();
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", "viewer.png"), FullPage = true });

        var site = new Uri(visitor.Page.Url).Authority;
        Assert.Contains(asked, url => url.EndsWith("/openapi/v1.json", StringComparison.Ordinal));
        Assert.DoesNotContain(asked, url => !url.StartsWith("data:", StringComparison.Ordinal) && new Uri(url).Authority != site);
        Assert.Empty(visitor.Errors);
    }
}
