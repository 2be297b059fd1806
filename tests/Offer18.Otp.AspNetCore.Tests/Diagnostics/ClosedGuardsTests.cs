using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Diagnostics;

/// <summary>Health shows what the guard has closed. It does not make a site look ill: whoever pumps messages must not be able to.</summary>
public sealed class ClosedGuardsTests
{
    private const string Prefix = "+44770090 (campaign \"\")";

    [Fact]
    public async Task Health_shows_a_closed_prefix_until_it_opens_and_stays_healthy()
    {
        var log = new LogLines();
        await using var site = await StartAsync(log);
        var closed = site.Clock.GetUtcNow();

        await PumpAsync(site);

        Assert.Equal((HealthStatus.Healthy, closed), await HealthAsync(site));
        Assert.Single(log.Of(1841), line => line.Contains("codes to prefix +44770090 were not entered by anybody", StringComparison.Ordinal));

        // It opens by itself, and the next visitor finds it open.
        site.Clock.Advance(TimeSpan.FromHours(23));
        using var visitor = site.NewBrowser();
        Assert.Equal("pending", (await visitor.GenerateAsync("07700 900199")).State);
        Assert.Equal((HealthStatus.Healthy, null), await HealthAsync(site));
        Assert.Single(log.Of(1842), line => line.Contains("Codes are sent to prefix +44770090 again", StringComparison.Ordinal));
    }

    // Of a number whose code is asked for again only a digest of its prefix is known.
    [Fact]
    public async Task Prefixes_that_resends_have_found_closed_are_shown_by_country_until_they_open()
    {
        await using var site = await StartAsync(new LogLines(), otp =>
        {
            otp.AllowedCountries.Add("US");
            otp.Limits.MaxUnverifiedPerPrefix = 1;
        });
        string[] numbers = ["+1 202 555 0142", "+1 212 555 0142"];
        foreach (var number in numbers)
        {
            using var browser = site.NewBrowser();
            Assert.Equal("pending", (await browser.GenerateAsync(number)).State);
            site.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal("send_limit_reached", (await browser.ResendAsync()).Code);
        }

        Assert.Equal((HealthStatus.Healthy, site.Clock.GetUtcNow() - TimeSpan.FromMinutes(1)), await HealthAsync(site, "in US (campaign \"\")"));
        site.Clock.Advance(TimeSpan.FromHours(23));
        foreach (var number in numbers)
        {
            using var browser = site.NewBrowser();
            Assert.Equal("pending", (await browser.GenerateAsync(number)).State);
        }

        Assert.Equal((HealthStatus.Healthy, null), await HealthAsync(site, "in US (campaign \"\")"));
    }

    // Another node may have found it open.
    [Fact]
    public async Task What_a_node_has_not_heard_of_for_a_day_is_not_shown()
    {
        await using var site = await StartAsync(new LogLines());
        await PumpAsync(site);

        site.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal((HealthStatus.Healthy, null), await HealthAsync(site));
    }

    private static async Task PumpAsync(OtpSite site)
    {
        foreach (var number in (string[])["07700 900101", "07700 900102", "07700 900103"])
        {
            using var browser = site.NewBrowser();
            await browser.GenerateAsync(number);
        }
    }

    private static Task<OtpSite> StartAsync(LogLines log, Action<Offer18OtpOptions>? configure = null) => OtpSite.StartAsync(
        builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Services.AddHealthChecks().AddOffer18Otp();
        },
        options: otp =>
        {
            otp.Limits.MaxUnverifiedPerPrefix = 2;
            configure?.Invoke(otp);
        });

    private static async Task<(HealthStatus Status, object? Since)> HealthAsync(OtpSite site, string guard = Prefix)
    {
        var entry = (await site.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Entries["offer18-otp"];
        return (entry.Status, entry.Data.GetValueOrDefault(guard));
    }
}
