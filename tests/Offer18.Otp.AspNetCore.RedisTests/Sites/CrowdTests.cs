using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.RedisTests.Sites;

/// <summary>Many new visitors at one moment, as after a television spot.</summary>
public sealed class CrowdTests(RedisFixture redis)
{
    private const int Visitors = 400;

    [Fact]
    public async Task A_crowd_waits_for_a_busy_machine_and_each_visitor_gets_a_code()
    {
        var server = await redis.GetAsync(RedisTopology.Server);
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var farm = await SampleFarm.StartAsync(
            offer18.Address, nodes: 1, ("ConnectionStrings__Redis", server.ConnectionString), ("Offer18Otp__AllowedCountries", "KW"), ("Offer18Otp__DefaultCountry", "KW"));
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

        Assert.Equal([("pending", Visitors)], answers.CountBy(answer => answer).Select(counted => (counted.Key, counted.Value)));
        Assert.Equal(Visitors, offer18.Simulator.Calls.Count);
    }
}
