using System.Net;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.RedisTests.Sites;

public sealed class OtpNodeTests
{
    [Fact]
    public async Task Two_nodes_on_one_Offer18_can_have_clocks_5_minutes_apart()
    {
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var right = await OtpNode.StartAsync(offer18.Address, TimeProvider.System);
        await using var late = await OtpNode.StartAsync(offer18.Address, new ShiftedTime(TimeSpan.FromMinutes(-5)));
        using var first = right.NewBrowser();
        using var second = late.NewBrowser();

        var answers = await Task.WhenAll(first.GenerateAsync("+44 7700 900211"), second.GenerateAsync("+44 7700 900212"));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(2, offer18.Simulator.Calls.Count);
        var apart = answers[0].Json.GetProperty("expiresAt").GetDateTimeOffset() - answers[1].Json.GetProperty("expiresAt").GetDateTimeOffset();
        Assert.Equal(5, apart.TotalMinutes, 1.0);
    }
}
