using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Client;

public sealed class StandaloneClientTests
{
    [Theory]
    [InlineData(ParameterPlacement.Query)]
    [InlineData(ParameterPlacement.Form)]
    public async Task The_client_serves_without_the_rest_of_the_package(ParameterPlacement placement)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: cancellation);
        var services = new ServiceCollection();
        services.AddOffer18OtpClient(options =>
        {
            options.BaseAddress = offer18.Address;
            options.ApiKey = "simulator-key";
            options.AffiliateId = 1001;
            options.AdvertiserId = 2002;
            options.Partner = "nova";
            options.ParameterPlacement = placement;
        });
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IOffer18OtpClient>();

        var sent = await client.GenerateAsync(new() { Msisdn = "447700900123" }, cancellation);
        var wrong = await client.VerifyAsync(new() { Msisdn = "447700900123", Otp = "00", RequestId = sent.RequestId }, cancellation);
        var right = await client.VerifyAsync(
            new() { Msisdn = "447700900123", Otp = offer18.Simulator.LatestCode("447700900123")!, RequestId = sent.RequestId }, cancellation);

        Assert.True(sent.Succeeded);
        Assert.NotNull(sent.RequestId);
        Assert.Equal(OtpErrorCodes.InvalidOtp, wrong.ErrorCode);
        Assert.True(right.Succeeded);
        Assert.DoesNotContain(sent.RequestId, sent.ToString(), StringComparison.Ordinal);
        Assert.All(offer18.Simulator.Calls, call =>
        {
            Assert.Equal(("simulator-key", "1001", "2002"), (call.Query["key"], call.Query["aid"], call.Query["mid"]));
            Assert.Equal(placement == ParameterPlacement.Form, call.HasBody);
            Assert.Equal(("447700900123", "nova"), placement == ParameterPlacement.Form
                ? (call.Form["msisdn"], call.Form["partner"])
                : (call.Query["msisdn"], call.Query["partner"]));
            Assert.Equal(placement == ParameterPlacement.Form ? 3 : call.Query.Count, call.Query.Count);
            Assert.Equal("application/json", call.Headers["Accept"]);
        });
    }
}
