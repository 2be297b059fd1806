using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>Where Offer18 offers HTTP/2, calls share a connection, and go again only where the server says that it has not looked at them.</summary>
public sealed class Http2Tests
{
    [Fact]
    public async Task Calls_share_a_connection()
    {
        await using var peer = new Http2Peer(_ => Http2Act.Answer);
        await using var site = Start(peer);

        Assert.True((await site.GenerateAsync()).Succeeded);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => site.GenerateAsync())), result => Assert.True(result.Succeeded));

        Assert.Equal((21, 1), (peer.Requests, peer.Connections));
    }

    [Theory]
    [InlineData(Http2Act.RefuseStream)]
    [InlineData(Http2Act.GoAway)]
    internal async Task What_the_server_has_not_looked_at_goes_again(Http2Act act)
    {
        await using var peer = new Http2Peer(request => request == 2 ? act : Http2Act.Answer);
        await using var site = Start(peer);
        Assert.True((await site.GenerateAsync()).Succeeded);

        Assert.True((await site.GenerateAsync()).Succeeded);

        Assert.Equal(3, peer.Requests);
    }

    [Fact]
    public async Task What_the_server_swallows_does_not_go_again()
    {
        await using var peer = new Http2Peer(request => request == 2 ? Http2Act.Close : Http2Act.Answer);
        await using var site = Start(peer);
        Assert.True((await site.GenerateAsync()).Succeeded);

        var swallowed = await site.GenerateAsync();

        Assert.Equal((OtpErrorCodes.UpstreamUnavailable, Offer18Delivery.Unknown), (swallowed.ErrorCode, swallowed.Delivery));
        Assert.Equal(2, peer.Requests);
        Assert.True((await site.GenerateAsync()).Succeeded);
    }

    private static WireSite Start(Http2Peer peer) => new(
        peer.Address, http: http => http.UseSocketsHttpHandler((handler, _) => handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => peer.Is(presented)));
}
