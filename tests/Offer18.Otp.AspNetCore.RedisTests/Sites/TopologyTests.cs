using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Redis;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Sites;

/// <summary>A whole journey on each shape of Redis, configured as a site writes it.</summary>
public sealed class TopologyTests(RedisFixture redis)
{
    private const string Msisdn = "447700900941";

    [Theory]
    [InlineData(RedisTopology.Server)]
    [InlineData(RedisTopology.Cluster)]
    [InlineData(RedisTopology.Sentinels)]
    [InlineData(RedisTopology.Tls)]
    public async Task A_visitor_gets_in_and_is_out_again_when_the_number_is_taken_back(RedisTopology topology)
    {
        var target = await redis.GetAsync(topology);
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var node = await StartAsync(offer18, target.ConnectionString, (target as RedisServer)?.CertificateAuthority);
        using var browser = node.NewBrowser();

        Assert.Equal("pending", (await browser.GenerateAsync("+" + Msisdn)).State);
        var code = offer18.Simulator.LatestCode(Msisdn)!;
        Assert.Equal("invalid_otp", (await browser.VerifyAsync(Phone.OtherThan(code))).Code);
        Assert.Equal("verified", (await browser.VerifyAsync(code)).State);
        Assert.Equal("in", (await browser.GetPageAsync("/premium")).Body);

        await using var scope = node.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOtpProofs>().RevokeMsisdnAsync(Msisdn, cancellationToken: TestContext.Current.CancellationToken);
        Assert.StartsWith("/verify", (await browser.GetPageAsync("/premium")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_for_which_nobody_vouches_is_told_nothing()
    {
        var server = (RedisServer)await redis.GetAsync(RedisTopology.Tls);
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var node = await StartAsync(offer18, server.ConnectionString, authority: null);
        using var browser = node.NewBrowser();

        Assert.Equal("store_unavailable", (await browser.GenerateAsync("+447700900942")).Code);
        Assert.Empty(offer18.Simulator.Calls);
    }

    [Fact]
    public async Task A_private_authority_can_be_given_to_a_site_from_outside_by_SSL_CERT_FILE()
    {
        var server = (RedisServer)await redis.GetAsync(RedisTopology.Tls);
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var farm = await SampleFarm.StartAsync(
            offer18.Address, 1, ("ConnectionStrings__Redis", server.ConnectionString), ("SSL_CERT_FILE", server.CertificateAuthority!));
        using var browser = farm.NewBrowser();

        Assert.Equal("pending", (await browser.GenerateAsync("+447700900943")).State);
        Assert.Equal("verified", (await browser.VerifyAsync(offer18.Simulator.LatestCode("447700900943"))).State);
    }

    private static Task<OtpNode> StartAsync(Offer18SimulatorServer offer18, string connectionString, string? authority) => OtpNode.StartAsync(
        offer18.Address,
        TimeProvider.System,
        map: app => app.MapGet("/premium", () => "in").RequireOtpVerified(),
        before: builder =>
        {
            builder.Configuration["ConnectionStrings:Redis"] = connectionString;
            builder.Configuration["Offer18OtpRedis:InstanceName"] = $"{Guid.CreateVersion7()}:";
            builder.Services.AddOffer18Otp(_ => { }).AddRedisStores(builder.Configuration);
            if (authority is not null)
            {
                builder.Services.Configure<RedisStoreOptions>(options =>
                {
                    options.ConfigurationOptions = ConfigurationOptions.Parse(options.Configuration!);
                    options.ConfigurationOptions.TrustIssuer(authority);
                });
            }
        });
}
