using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.RedisTests.Sites;

/// <summary>A campaign with operators, consent and a confirmation, on two nodes: each request goes to the other one.</summary>
public sealed class CampaignNodesTests(RedisFixture redis)
{
    [Theory]
    [InlineData(RedisTopology.Server)]
    [InlineData(RedisTopology.Cluster)]
    public async Task A_code_that_waits_on_one_node_is_confirmed_on_the_other_and_once(RedisTopology topology)
    {
        var target = await redis.GetAsync(topology);
        var keys = new EphemeralDataProtectionProvider();
        var instance = $"{Guid.CreateVersion7()}:";
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        using var there = first.NewBrowser();
        using var here = second.NewBrowser();

        await there.PostAsync(OtpBrowserClient.DefaultPrefix, "generate", new() { ["msisdn"] = "+447700900951", ["consent"] = true });
        Follow(there, here);
        var waiting = await here.VerifyAsync(offer18.Simulator.LatestCode("447700900951"));
        Assert.True(waiting.Json.GetProperty("awaitsConfirmation").GetBoolean());
        Follow(here, there);
        Assert.DoesNotContain(offer18.Simulator.Calls, call => call.Operation == "otp_verify");

        var token = await there.TokenAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n =>
            (n % 2 == 0 ? there : here).PostAsync(OtpBrowserClient.DefaultPrefix + "/verify", JsonContent.Create(new JsonObject { ["confirm"] = true }), token)));

        // Which of the two jars has the proof is chance: they are one browser's.
        var verified = (await there.StatusAsync()).State == "verified" ? there : here;
        Assert.Equal("verified", (await verified.StatusAsync()).State);
        Assert.Equal(["zain-games", "zain-games"], offer18.Simulator.Calls.Select(call => call.Parameter("partner")));
        var consent = (await verified.GetPageAsync("/consent")).Json;
        Assert.Equal(("zain", "+447700900951"), (consent.GetProperty("operator").GetString(), consent.GetProperty("msisdn").GetString()));
        Assert.NotEqual(default, consent.GetProperty("confirmedAt").GetDateTimeOffset());

        Task<OtpNode> StartAsync() => OtpNode.StartAsync(
            offer18.Address,
            TimeProvider.System,
            build: builder =>
            {
                builder.Services.AddSingleton<IDataProtectionProvider>(keys);
                builder.Configuration["ConnectionStrings:Redis"] = target.ConnectionString;
                builder.Configuration["Offer18OtpRedis:InstanceName"] = instance;
                builder.Services.AddOffer18Otp(_ => { }).AddRedisStores(builder.Configuration);
            },
            map: app => app.MapGet("/consent", async (HttpContext context, IOtpProofs proofs) => (await proofs.FindAsync(context))!.Context!.Consent),
            options: otp =>
            {
                otp.RequireConsent = true;
                otp.ConfirmBeforeVerify = true;
                otp.Operators.Add(new() { Name = "zain", Partner = "zain-games", Prefixes = { "+44 7700 900" } });
            });
    }

    private static void Follow(OtpBrowserClient from, OtpBrowserClient to) => to.Take(from.OtpCookie()!);
}
