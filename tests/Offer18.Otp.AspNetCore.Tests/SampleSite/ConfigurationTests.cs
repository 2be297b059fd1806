using System.Net;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task By_configuration_alone_it_talks_to_another_process_once_for_each_step()
    {
        await using var offer18 = await Offer18SimulatorServer.StartAsync(
            options => options.ApiKey = "another key", cancellationToken: TestContext.Current.CancellationToken);
        await using var sample = await SampleProcess.StartAsync(
            "Production",
            ("Offer18Otp__BaseAddress", offer18.Address.ToString()),
            ("Offer18Otp__ApiKey", "another key"),
            ("Offer18Otp__AffiliateId", "1001"),
            ("Offer18Otp__AdvertiserId", "2002"),
            ("Offer18Otp__Partner", "nova"),
            ("Offer18Otp__UserId", "u 1"));
        using var browser = new OtpBrowserClient(sample.Address);

        await browser.GenerateAsync(OtpSite.Number, "/premium");
        var code = offer18.Simulator.LatestCode(OtpSite.Msisdn)!;
        await browser.VerifyAsync(code);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetPageAsync("/premium")).Status);
        Assert.Collection(
            offer18.Simulator.Calls,
            generate => Assert.Equal(
                ("otp_gen", "POST", "another key", "1001", "2002", "nova", "u 1", OtpSite.Msisdn),
                (generate.Operation, generate.Method, generate.Query["key"], generate.Query["aid"], generate.Query["mid"],
                    generate.Query["partner"], generate.Query["userId"], generate.Query["msisdn"])),
            verify => Assert.Equal(
                ("otp_verify", "POST", code, true),
                (verify.Operation, verify.Method, verify.Query["otp"], verify.Query["request_id"].Length > 0)));
    }

    [Fact]
    public async Task A_campaign_in_the_configuration_has_endpoints_a_page_and_a_gate()
    {
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        (string, string)[] settings = [("BaseAddress", $"{offer18.Address}"), ("ApiKey", "simulator-key"), ("AffiliateId", "1001"), ("AdvertiserId", "2002")];
        await using var sample = await SampleProcess.StartAsync(
            "Production",
            [
                .. settings.Select(setting => ($"Offer18Otp__{setting.Item1}", setting.Item2)),
                .. settings.Select(setting => ($"Campaigns__nova__{setting.Item1}", setting.Item2)),
                ("Campaigns__nova__AllowedCountries", "GB"),
                ("Campaigns__nova__VerificationPath", "/nova/verify"),
            ]);
        using var browser = new OtpBrowserClient(sample.Address);

        Assert.StartsWith("/nova/verify", (await browser.GetPageAsync("/nova/tonight")).Location, StringComparison.Ordinal);
        await browser.SubmitAsync(await browser.GetPageAsync("/nova/verify"), "generate", ("msisdn", OtpSite.Number));
        await browser.VerifyAsync(offer18.Simulator.LatestCode(OtpSite.Msisdn), "/nova/otp");

        Assert.Equal("nova", (await browser.GetPageAsync("/nova/tonight")).Text("game"));
        Assert.NotNull((await browser.GetPageAsync("/premium")).Location);
    }

    [Fact]
    public async Task A_campaign_without_an_account_uses_the_site_s_own_and_half_of_one_fails()
    {
        await using var offer18 = await Offer18SimulatorServer.StartAsync(options => options.ApiKey = "another key", cancellationToken: TestContext.Current.CancellationToken);
        (string, string)[] settings =
        [
            ("Offer18Otp__BaseAddress", $"{offer18.Address}"), ("Offer18Otp__ApiKey", "another key"), ("Offer18Otp__AffiliateId", "1001"), ("Offer18Otp__AdvertiserId", "2002"),
        ];
        await using var sample = await SampleProcess.StartAsync("Production", settings);
        using var browser = new OtpBrowserClient(sample.Address);
        await browser.SubmitAsync(await browser.GetPageAsync("/moli?clickid=c-1"), "generate", ("msisdn", OtpSite.Number), ("country", "GB"), ("consent", "true"));
        await browser.SubmitAsync(await browser.GetPageAsync("/moli"), "verify", ("otp", offer18.Simulator.LatestCode(OtpSite.Msisdn)!));

        Assert.Equal(HttpStatusCode.OK, (await browser.GetPageAsync("/moli/film")).Status);
        Assert.Equal(["otp_gen", "otp_verify"], offer18.Simulator.Calls.Select(call => call.Operation));
        Assert.All(offer18.Simulator.Calls, call => Assert.Equal(
            ("another key", "moli-films", "c-1"), (call.Parameter("key"), call.Parameter("partner"), call.Parameter("source_id"))));

        await using var half = await SampleProcess.StartAsync("Production", [.. settings, ("Campaigns__moli__ApiKey", "a key of its own")]);
        Assert.NotEqual(0, await half.ExitCodeAsync());
        Assert.Contains("Offer18Otp (campaign \"moli\"): AffiliateId must be 1 or more.", half.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Offer18Otp__ApiKey", "", "Offer18Otp: ApiKey must be set.")]
    [InlineData("Offer18Otp__AffiliateId", "-5", "Offer18Otp: AffiliateId must be 1 or more.")]
    [InlineData("Offer18Otp__CodeLifetime", "05:00:00", "Offer18Otp: CodeLifetime must be more than 0 and at most 10 minutes.")]
    [InlineData("Offer18Otp__AdvertiserId", "s3cret-key", "Offer18Otp: AdvertiserId must be a whole number.")]
    [InlineData("Offer18Otp__MaxAttempts", "0", "Offer18Otp: MaxAttempts must be 1 to 10.")]
    public async Task An_impossible_setting_ends_the_start_with_a_message_that_names_it(string setting, string value, string message)
    {
        await using var sample = await SampleProcess.StartAsync(
            "Development",
            new Dictionary<string, string>
            {
                ["Offer18Otp__ApiKey"] = "s3cret-key",
                ["Offer18Otp__AffiliateId"] = "1",
                ["Offer18Otp__AdvertiserId"] = "2",
                [setting] = value,
            }.Select(pair => (pair.Key, pair.Value)).ToArray());

        Assert.NotEqual(0, await sample.ExitCodeAsync());
        Assert.Contains(message, sample.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", sample.Output, StringComparison.Ordinal);
    }
}
