using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

/// <summary>A site that caches everything it can.</summary>
public sealed class CacheTests
{
    [Theory]
    [MemberData(nameof(OtpPlaces.WithComponent), MemberType = typeof(OtpPlaces))]
    public async Task No_page_state_or_token_of_a_visitor_is_shown_to_the_next(string place)
    {
        var log = new LogLines();
        await using var site = await OtpPlaces.StartAsync(
            builder =>
            {
                builder.Logging.AddProvider(log);
                builder.Services.AddOutputCache(cache => cache.AddBasePolicy(all => all.Expire(TimeSpan.FromHours(1))));
                builder.Services.AddResponseCaching();
            },
            app =>
            {
                app.UseOutputCache();
                app.UseResponseCaching();
            });
        using var one = site.NewBrowser();
        using var other = site.NewBrowser();

        // From the second view on, the answer sets no cookie, which alone keeps an answer out of the cache.
        await one.GetPageAsync(place);
        await one.GenerateAsync(OtpSite.Number);
        await one.StatusAsync();
        var own = await one.GetPageAsync(place);
        await other.GetPageAsync(place);
        await other.StatusAsync();
        var status = await other.StatusAsync();
        var page = await other.GetPageAsync(place);

        Assert.NotNull(own.Page.QuerySelector("[data-state=pending]"));
        Assert.Equal("none", status.State);
        Assert.NotNull(page.Page.QuerySelector("[data-state=none]"));
        Assert.NotEqual(own.Form("verify").QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value"), page.Form("generate").QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value"));
        Assert.True(page.Headers.CacheControl!.NoStore);
        // The framework's antiforgery warns if it finds another Cache-Control than its own.
        Assert.Empty(log.Of(8));
    }

    [Fact]
    public async Task What_an_endpoint_says_of_a_proof_is_not_told_to_the_next_visitor()
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddOutputCache(),
            app =>
            {
                app.UseOutputCache();
                app.MapGet("/hello", async (IOtpProofs proofs, HttpContext context) => $"Hello {(await proofs.FindAsync(context))?.Msisdn}").CacheOutput();
            });
        using var one = await site.NewVerifiedBrowserAsync();
        using var other = site.NewBrowser();

        var own = await one.GetPageAsync("/hello");
        var others = await other.GetPageAsync("/hello");

        Assert.Equal("Hello +447700900123", own.Body);
        Assert.True(own.Headers.CacheControl!.NoStore);
        Assert.Equal("Hello ", others.Body);
        Assert.Equal("Hello +447700900123", (await one.GetPageAsync("/hello")).Body);
    }

    [Fact]
    public async Task A_page_with_a_gated_part_is_not_shown_to_the_next_visitor()
    {
        await using var site = await OtpPlaces.StartAsync(
            builder => builder.Services.AddOutputCache(cache => cache.AddBasePolicy(all => all.Expire(TimeSpan.FromHours(1)))),
            app => app.UseOutputCache());
        using var one = await site.NewVerifiedBrowserAsync();
        using var other = site.NewBrowser();

        Assert.DoesNotContain("secret", (await other.GetPageAsync("/component/part")).Body, StringComparison.Ordinal);
        Assert.Contains("secret", (await one.GetPageAsync("/component/part")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", (await other.GetPageAsync("/component/part")).Body, StringComparison.Ordinal);
    }
}
