using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>A site with the package in it on one real port, and Offer18's simulator on another, both by one fake clock.</summary>
internal sealed class OtpSite : IAsyncDisposable
{
    /// <summary>Of the numbers that Ofcom keeps for fiction.</summary>
    public const string Number = "+44 7700 900123";

    public const string Msisdn = "447700900123";

    private readonly OtpNode _node;
    private readonly Offer18SimulatorServer _server;

    private OtpSite(OtpNode node, Offer18SimulatorServer server, FakeTimeProvider clock)
    {
        _node = node;
        _server = server;
        Clock = clock;
    }

    public Uri Address => _node.Address;

    public FakeTimeProvider Clock { get; }

    public IServiceProvider Services => _node.Services;

    public Offer18Simulator Offer18 => _server.Simulator;

    public string Code => new Phone(Offer18, Msisdn).Code;

    public string WrongCode => Phone.OtherThan(Code);

    public int Generated => Offer18.Calls.Count(call => call.Operation == "otp_gen");

    public int Verified => Offer18.Calls.Count(call => call.Operation == "otp_verify");

    public static async Task<OtpSite> StartAsync(
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication>? map = null,
        Action<Offer18OtpOptions>? options = null,
        bool mapDefault = true,
        Action<WebApplicationBuilder>? before = null,
        FakeTimeProvider? clock = null)
    {
        clock ??= new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var server = await Offer18SimulatorServer.StartAsync(
            timeProvider: clock, cancellationToken: TestContext.Current.CancellationToken);
        var node = await OtpNode.StartAsync(server.Address, clock, build, map, options, mapDefault, before);
        return new OtpSite(node, server, clock);
    }

    public Uri SimulatorAddress => _server.Address;

    public OtpBrowserClient NewBrowser() => _node.NewBrowser();

    /// <summary>A browser in which the number was verified a moment ago.</summary>
    public async Task<OtpBrowserClient> NewVerifiedBrowserAsync(string prefix = OtpBrowserClient.DefaultPrefix)
    {
        var browser = NewBrowser();
        await browser.GenerateAsync(Number, prefix: prefix);
        var verified = await browser.VerifyAsync(Code, prefix);
        Assert.Equal(HttpStatusCode.OK, verified.Status);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _server.DisposeAsync();
    }
}
