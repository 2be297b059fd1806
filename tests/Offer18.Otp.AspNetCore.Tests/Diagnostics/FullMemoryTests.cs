using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Diagnostics;

/// <summary>A full store in memory refuses to send, says so, and recovers by itself.</summary>
public sealed class FullMemoryTests
{
    [Fact]
    public async Task A_full_store_refuses_sends_and_log_and_health_say_so_until_it_has_room()
    {
        var log = new LogLines();
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Logging.AddProvider(log);
                builder.Services.AddHealthChecks().AddOffer18Otp();
            },
            options: otp => otp.Limits.MaxEntries = 1_000);
        var store = (MemoryOtpRequestStore)site.Services.GetRequiredService<IOtpRequestStore>();
        for (var n = 0; n < 1_000; n++)
        {
            await MemoryOtpRequestStoreTests.SendAsync(store, n, null);
        }

        using var visitor = site.NewBrowser();
        Assert.Equal("store_unavailable", (await visitor.GenerateAsync("07700 900199")).Code);
        Assert.NotEmpty(log.Of(1805));
        Assert.Equal(HealthStatus.Degraded, await HealthAsync(site));

        site.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("pending", (await visitor.GenerateAsync("07700 900199")).State);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(site));
    }

    private static async Task<HealthStatus> HealthAsync(OtpSite site) =>
        (await site.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Entries["offer18-otp"].Status;
}
