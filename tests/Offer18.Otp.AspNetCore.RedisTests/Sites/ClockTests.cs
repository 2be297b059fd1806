using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.RedisTests.Sites;

/// <summary>Two nodes of a site whose clocks are 5 minutes apart, and a code that lives for one.</summary>
public sealed class ClockTests(RedisFixture redis)
{
    [Theory]
    [InlineData("447700900931", -5)]
    [InlineData("447700900932", 5)]
    public async Task Codes_cool_downs_proofs_and_what_is_taken_back_go_by_the_clock_of_Redis(string msisdn, int minutes)
    {
        var server = await redis.ServerAsync();
        var keys = new EphemeralDataProtectionProvider();
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var right = await StartAsync(TimeSpan.Zero);
        await using var wrong = await StartAsync(TimeSpan.FromMinutes(minutes));
        using var browser = right.NewBrowser();

        Assert.Equal("pending", (await browser.GenerateAsync("+" + msisdn, prefix: Prefix(right))).State);
        var early = await browser.ResendAsync(Prefix(wrong));
        Assert.Equal("resend_too_soon", early.Code);
        Assert.InRange(early.Number("retryAfter")!.Value, 1, 30);
        Assert.Equal("verified", (await browser.VerifyAsync(offer18.Simulator.LatestCode(msisdn), Prefix(wrong))).State);
        Assert.Equal(["in", "in"], await EnterAsync());

        await using var scope = wrong.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOtpProofs>().RevokeMsisdnAsync(msisdn, cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(await EnterAsync(), body => Assert.Contains("otp_required", body, StringComparison.Ordinal));
        Assert.Equal(2, offer18.Simulator.Calls.Count);

        static string Prefix(OtpNode node) => node.Address + OtpBrowserClient.DefaultPrefix[1..];

        async Task<string[]> EnterAsync() => await Task.WhenAll(new[] { right, wrong }.Select(async node =>
            (await browser.SendAsync(new(HttpMethod.Get, new Uri(node.Address, "/premium")))).Body));

        Task<OtpNode> StartAsync(TimeSpan off) => OtpNode.StartAsync(
            offer18.Address,
            new ShiftedTime(off),
            map: app => app.MapGet("/premium", () => "in").RequireOtpVerified(),
            options: otp => otp.CodeLifetime = TimeSpan.FromMinutes(1),
            before: builder =>
            {
                builder.Services.AddSingleton<IDataProtectionProvider>(keys);
                builder.Services.AddOffer18Otp(_ => { }).AddRedisStores(options => options.Configuration = server.ConnectionString);
            });
    }
}
