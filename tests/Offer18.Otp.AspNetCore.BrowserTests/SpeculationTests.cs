using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>A browser that fetches pages before anybody has pressed a link to them.</summary>
public sealed class SpeculationTests(BrowserFixture browsers)
{
    [Theory]
    [InlineData("prefetch")]
    [InlineData("prerender")]
    public async Task A_gated_page_that_was_fetched_before_the_verification_is_not_shown_after_it(string action)
    {
        var speculated = new TaskCompletionSource();
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.Use((context, next) =>
            {
                if (context.Request.Headers["Sec-Purpose"].ToString().StartsWith("prefetch", StringComparison.Ordinal))
                {
                    context.Response.OnCompleted(() => Task.FromResult(context.Response.StatusCode != StatusCodes.Status302Found && speculated.TrySetResult()));
                }

                return next(context);
            });
            app.MapGet("/landing", () => TypedResults.Text(
                $$"""
                <!DOCTYPE html>
                <html lang="en"><title>Landing</title><link rel="icon" href="data:,">
                <script type="speculationrules">{ "{{action}}": [{ "urls": ["/premium"], "eagerness": "immediate" }] }</script>
                <a href="/premium">In</a>
                </html>
                """,
                "text/html"));
            app.MapGet("/premium", (HttpContext context) => TypedResults.Text($"<p>{context.GetVerifiedMsisdn()}</p>", "text/html")).RequireOtpVerified();
            app.MapOffer18OtpPage();
        });
        var page = await browsers.NewPageAsync(new() { BaseURL = site.Address.ToString() });
        await page.GotoAsync("/landing");
        await speculated.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await VerifyAsync(page, site);

        await page.GetByText("In").ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/premium$"));
        await Expect(page.Locator("p")).ToHaveTextAsync("+447700900123");
    }

    // In another tab, as far as the page can tell.
    private static async Task VerifyAsync(IPage page, OtpSite site)
    {
        await PostAsync("generate", new { msisdn = OtpSite.Number });
        await PostAsync("verify", new { otp = site.Code });

        async Task PostAsync(string operation, object body)
        {
            var status = (await (await page.APIRequest.GetAsync("/offer18/otp/status")).JsonAsync())!.Value;
            var answer = await page.APIRequest.PostAsync($"/offer18/otp/{operation}", new()
            {
                DataObject = body,
                Headers = [new("RequestVerificationToken", status.GetProperty("antiforgeryToken").GetString()!)],
            });
            Assert.True(answer.Ok, await answer.TextAsync());
        }
    }
}
