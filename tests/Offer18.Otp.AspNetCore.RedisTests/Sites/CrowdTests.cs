using System.Net.Http.Json;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.SampleSite;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.RedisTests.Sites;

/// <summary>Many new visitors at one moment, as after a television spot.</summary>
public sealed class CrowdTests(RedisFixture redis)
{
    // All of the crowd come from one address, and none enters a code.
    private static readonly (string Name, string Value) LimitsOff = ("Offer18Otp__Limits__Mode", "Off");

    [Fact]
    public async Task A_crowd_waits_for_a_busy_machine_and_each_visitor_gets_a_code()
    {
        const int Visitors = 400;
        var server = await redis.GetAsync(RedisTopology.Server);
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var farm = await SampleFarm.StartAsync(
            offer18.Address,
            nodes: 1,
            ("ConnectionStrings__Redis", server.ConnectionString),
            // Redis has no machine of its own here: beside the crowd it may itself take longer than the usual 2 s.
            ("Offer18OtpRedis__Timeout", "00:00:04"),
            ("Offer18Otp__AllowedCountries", "KW"),
            ("Offer18Otp__DefaultCountry", "KW"),
            LimitsOff);
        // The first node draws the data-protection key, the second one finds it.
        using (var first = farm.NewBrowser())
        {
            await first.TokenAsync();
        }

        await farm.AddAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, Visitors).Select(async visitor =>
        {
            using var browser = farm.NewBrowser();
            var answer = await browser.GenerateAsync($"+9655{visitor:0000000}");
            return answer.Code ?? answer.State ?? answer.Body;
        }));

        AssertAllServed(Visitors, answers, offer18);
    }

    [Fact]
    public async Task More_visitors_than_the_process_may_have_connections_for_wait_for_a_slow_Offer18()
    {
        // A visitor who waits has one connection, and needs one to Offer18. Some 350 files are open before anybody comes.
        const int Files = 1600;
        // A quarter of the files, for each of the sample's three campaigns.
        const int Connections = Files / 4 / 3;
        const int Visitors = 700;
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var line = await TcpProxy.StartAsync(offer18.Address.Port);
        var accepted = new Offer18SimulatorOptions();
        await using var site = await SampleProcess.StartAsync(
            Files,
            ("Offer18Otp__BaseAddress", $"http://127.0.0.1:{line.Port}"),
            ("Offer18Otp__ApiKey", accepted.ApiKey),
            ("Offer18Otp__AffiliateId", $"{accepted.AffiliateId}"),
            ("Offer18Otp__AdvertiserId", $"{accepted.AdvertiserId}"),
            ("Offer18Otp__AllowedCountries", "KW"),
            ("Offer18Otp__DefaultCountry", "KW"),
            LimitsOff);
        var browsers = Enumerable.Range(0, Visitors).Select(_ => new OtpBrowserClient(site.Address)).ToArray();
        var tokens = await Task.WhenAll(browsers.Select(browser => browser.TokenAsync()));

        var slow = line.Answers.Hold();
        var asked = Task.WhenAll(browsers.Select(async (browser, visitor) =>
        {
            using (browser)
            {
                var answer = await browser.PostAsync("/offer18/otp/generate", JsonContent.Create(new { msisdn = $"+9655{visitor:0000000}" }), tokens[visitor]);
                return answer.Code ?? answer.State ?? answer.Body;
            }
        }));
        // The rest find none, however long they look.
        await Eventually.TrueAsync(() => asked.IsCompleted || line.Connections == Connections);
        slow.Release();

        AssertAllServed(Visitors, await asked, offer18);
        // And then they take those of the others.
        Assert.InRange(line.Connections, Connections, Visitors - 1);
    }

    private static void AssertAllServed(int visitors, string[] answers, Offer18SimulatorServer offer18)
    {
        Assert.Equal([("pending", visitors)], answers.CountBy(answer => answer).Select(counted => (counted.Key, counted.Value)));
        Assert.Equal(visitors, offer18.Simulator.Calls.Count);
    }
}
