using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.RedisTests.Sites;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.RedisTests.Faults;

/// <summary>Two processes of the sample site on one Redis, by the one setting <c>ConnectionStrings:Redis</c>, asked in turn.</summary>
public sealed class NodeTests(FaultSites sites) : IClassFixture<FaultSites>
{
    [Fact]
    public async Task A_visitor_whose_every_request_meets_another_node_gets_in()
    {
        var site = await sites.GetAsync(RedisTopology.Server);
        using var visitor = await site.NewVisitor().ArriveAsync();
        var before = site.Farm.Nodes.Select(node => node.Requests).ToArray();

        Assert.Equal(
            ["pending", "invalid_otp", "verified", HttpVisitor.In, HttpVisitor.In],
            [await visitor.GenerateAsync(), await visitor.GuessAsync(), await visitor.VerifyAsync(), await visitor.EnterAsync(), await visitor.EnterAsync()]);
        Assert.All(site.Farm.Nodes.Zip(before), node => Assert.True(node.First.Requests >= node.Second + 2));
    }

    [Fact]
    public async Task A_code_that_a_node_sent_is_checked_by_another_when_that_node_is_dead()
    {
        var site = await sites.GetAsync(RedisTopology.Server);
        using var visitor = await site.NewVisitor().ArriveAsync();
        var asked = await AskedAsync(site.Farm, visitor.GenerateAsync);
        await site.Farm.KillAsync(asked);

        Assert.Equal(["verified", HttpVisitor.In], [await visitor.VerifyAsync(), await visitor.EnterAsync()]);
        await site.Farm.AddAsync();
    }

    [Fact]
    public async Task A_node_that_dies_between_the_SMS_and_the_store_costs_no_second_SMS()
    {
        var site = await sites.GetAsync(RedisTopology.Server);
        using var visitor = await site.NewVisitor().ArriveAsync();
        await DieBeforeTheStoreKnowsAsync(site, visitor.GenerateAsync);

        Assert.Equal(("resend_too_soon", 1), (await visitor.GenerateAsync(), visitor.Phone.Sent));
        await site.Farm.AddAsync();
    }

    [Fact, Long]
    public async Task A_node_that_dies_between_Offer18s_yes_and_the_store_costs_no_second_conversion()
    {
        // The lease ends 10 s after the call's time-out.
        await using var site = await FaultSite.StartAsync(RedisTopology.Server, ("Offer18Otp__Timeout", "00:00:05"));
        using var visitor = await site.NewVisitor().ArriveAsync();
        Assert.Equal("pending", await visitor.GenerateAsync());

        await DieBeforeTheStoreKnowsAsync(site, visitor.VerifyAsync);
        Assert.Equal(("verification_in_progress", 1, 1), (await visitor.VerifyAsync(), visitor.Phone.Converted, visitor.Phone.RightChecked));
        Assert.Equal("otp_required", await visitor.EnterAsync());

        var answer = "";
        await Eventually.TrueAsync(async () => (answer = await visitor.VerifyAsync()) != "verification_in_progress");
        // The same code may be sent once more, by design: Offer18 takes it once, and says so.
        Assert.Equal(("already_subscribed", 1, 2), (answer, visitor.Phone.Converted, visitor.Phone.RightChecked));
        Assert.Equal("otp_required", await visitor.EnterAsync());
    }

    [Fact]
    public async Task A_node_that_starts_without_Redis_lets_nobody_in_and_works_once_Redis_does()
    {
        var site = await sites.GetAsync(RedisTopology.Server);
        using var visitor = await site.NewVisitor().ArriveAsync();
        Assert.Equal(["pending", "verified"], [await visitor.GenerateAsync(), await visitor.VerifyAsync()]);
        await site.BreakAsync(Fault.Paused);
        var added = await site.Farm.AddAsync();

        // Without the data-protection keys, which are in Redis, too, it cannot read the cookie.
        Assert.Equal(["otp_required", "store_unavailable", "store_unavailable"], (await EnterEverywhereAsync()).Order());
        await site.MendAsync(Fault.Paused);
        await Eventually.TrueAsync(async () => (await EnterEverywhereAsync()).All(answer => answer == HttpVisitor.In));
        await site.Farm.KillAsync(added);

        Task<string[]> EnterEverywhereAsync() => Task.WhenAll(site.Farm.Nodes.Select(_ => visitor.EnterAsync()));
    }

    [Fact]
    public async Task Of_two_hundred_right_codes_at_once_over_two_nodes_one_reaches_Offer18()
    {
        var site = await sites.GetAsync(RedisTopology.Server);
        using var visitor = await site.NewVisitor().ArriveAsync();
        Assert.Equal("pending", await visitor.GenerateAsync());
        var yes = site.Offer18Line.Answers.Hold();

        var requests = Enumerable.Range(0, 200).Select(_ => visitor.VerifyAsync()).ToArray();
        await foreach (var _ in Task.WhenEach(requests).Take(requests.Length - 1).WithCancellation(TestContext.Current.CancellationToken))
        {
            // Each has been answered while Offer18's answer was still under way.
        }

        yes.Release();
        var answers = await Task.WhenAll(requests);

        Assert.Equal((1, 1), (visitor.Phone.Converted, visitor.Phone.RightChecked));
        Assert.Equal(1, answers.Count(answer => answer == "verified"));
        Assert.Equal(199, answers.Count(answer => answer == "verification_in_progress"));
        Assert.Equal(HttpVisitor.In, await visitor.EnterAsync());
    }

    [Fact]
    public async Task Of_a_thousand_wrong_codes_at_once_over_two_nodes_five_reach_Offer18()
    {
        var site = await sites.GetAsync(RedisTopology.Server);
        using var visitor = await site.NewVisitor().ArriveAsync();
        Assert.Equal("pending", await visitor.GenerateAsync());

        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => visitor.GuessAsync()));
        while (await visitor.GuessAsync() != "attempts_exhausted")
        {
            // However many came through at once, those that are left can be had one by one. On a busy machine the store may be late.
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        Assert.Equal((5, 0), (visitor.Phone.Checked, visitor.Phone.RightChecked));
        Assert.Equal("attempts_exhausted", await visitor.VerifyAsync());
        Assert.Equal((0, 0), (visitor.Phone.RightChecked, visitor.Phone.Converted));
    }

    // What the dead node was asked is answered with nothing.
    private static async Task DieBeforeTheStoreKnowsAsync(FaultSite site, Func<Task<string>> click)
    {
        var answer = site.Offer18Line.Answers.Hold();
        Task<string>? lost = null;
        var asked = await AskedAsync(site.Farm, async () =>
        {
            lost = click();
            await answer.Reached;
            return "";
        });
        await site.Farm.KillAsync(asked);
        answer.Release();
        Assert.Equal("", await lost!);
    }

    private static async Task<SampleNode> AskedAsync(SampleFarm farm, Func<Task<string>> request)
    {
        var before = farm.Nodes.ToDictionary(node => node, node => node.Requests);
        await request();
        return farm.Nodes.Single(node => node.Requests > before[node]);
    }
}
