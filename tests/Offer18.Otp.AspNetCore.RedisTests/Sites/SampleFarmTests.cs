using System.Net;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.RedisTests.Sites;

public sealed class SampleFarmTests
{
    [Fact]
    public async Task Nodes_are_asked_in_turn_share_only_what_is_configured_and_come_and_go()
    {
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var line = await TcpProxy.StartAsync(offer18.Address.Port);
        await using var farm = await SampleFarm.StartAsync(new Uri($"http://127.0.0.1:{line.Port}"), nodes: 2);
        using var browser = farm.NewBrowser();

        // The token is of one node, and the other one is asked.
        var foreign = await browser.GenerateAsync("+44 7700 900213");
        Assert.Equal("forged_request", foreign.Code);
        Assert.Equal([1, 1], farm.Nodes.Select(node => node.Requests));
        Assert.Empty(offer18.Simulator.Calls);

        await farm.KillAsync(farm.Nodes[0]);
        Assert.Equal(HttpStatusCode.OK, (await browser.GenerateAsync("+44 7700 900213")).Status);
        Assert.Equal(3, Assert.Single(farm.Nodes).Requests);
        Assert.Equal(1, line.Connections);

        var added = await farm.AddAsync();
        await browser.StatusAsync();
        await browser.StatusAsync();
        Assert.Equal(1, added.Requests);
    }

    [Fact]
    public async Task A_node_can_be_killed_between_Offer18s_answer_and_what_follows_from_it()
    {
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var line = await TcpProxy.StartAsync(offer18.Address.Port);
        await using var farm = await SampleFarm.StartAsync(new Uri($"http://127.0.0.1:{line.Port}"), nodes: 1);
        using var browser = farm.NewBrowser();

        var answer = line.Answers.Hold();
        var generated = browser.GenerateAsync("+44 7700 900214");
        await answer.Reached;
        await farm.KillAsync(farm.Nodes[0]);

        Assert.Equal(HttpStatusCode.BadGateway, (await generated).Status);
        Assert.Single(offer18.Simulator.Calls);
    }
}
