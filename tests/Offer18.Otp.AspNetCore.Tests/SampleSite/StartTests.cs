using System.Net;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

public sealed class StartTests
{
    // Nobody listens at this address. Showing a page must not call anybody.
    private static readonly (string Name, string Value)[] Credentials =
    [
        ("Offer18Otp__BaseAddress", "http://127.0.0.1:9/"),
        ("Offer18Otp__ApiKey", "a-key-of-ones-own"),
        ("Offer18Otp__AffiliateId", "7"),
        ("Offer18Otp__AdvertiserId", "8"),
    ];

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task With_credentials_there_is_no_simulator(string environment)
    {
        await using var sample = await SampleProcess.StartAsync(environment, Credentials);
        using var browser = new OtpBrowserClient(sample.Address, "en");

        foreach (var path in (string[])["/", "/verify"])
        {
            var page = await browser.PageAsync(path);
            Assert.NotNull(page.QuerySelector("[name=msisdn]"));
            Assert.Empty(page.QuerySelectorAll("iframe, .phone, .desk"));
            Assert.DoesNotContain("simulator", page.Source.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("07700", page.Source.Text, StringComparison.Ordinal);
        }

        foreach (var path in (string[])["/simulator/inbox", "/simulator/inbox/messages", "/desk"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetPageAsync(path)).Status);
        }
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("production-eu")]
    public async Task Without_credentials_it_starts_in_development_alone_and_says_what_to_set(string environment)
    {
        await using var sample = await SampleProcess.StartAsync(environment);

        Assert.NotEqual(0, await sample.ExitCodeAsync());
        Assert.Contains("Offer18Otp:ApiKey is not configured", sample.Output, StringComparison.Ordinal);
        Assert.Contains("Offer18Otp__ApiKey", sample.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", sample.Output, StringComparison.Ordinal);
    }
}
