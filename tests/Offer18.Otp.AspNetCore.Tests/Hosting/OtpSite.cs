using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>A site with the package in it on one real port, and Offer18's simulator on another, both by one fake clock.</summary>
internal sealed class OtpSite : IAsyncDisposable
{
    /// <summary>Of the numbers that Ofcom keeps for fiction.</summary>
    public const string Number = "+44 7700 900123";

    public const string Msisdn = "447700900123";

    private readonly WebApplication _app;
    private readonly Offer18SimulatorServer _server;

    private OtpSite(WebApplication app, Offer18SimulatorServer server, FakeTimeProvider clock)
    {
        _app = app;
        _server = server;
        Clock = clock;
        Address = new Uri(
            app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
                .First(address => address.StartsWith("http:", StringComparison.Ordinal)));
    }

    public Uri Address { get; }

    public FakeTimeProvider Clock { get; }

    public IServiceProvider Services => _app.Services;

    public Offer18Simulator Offer18 => _server.Simulator;

    public string Code => Offer18.LatestCode(Msisdn) ?? throw new InvalidOperationException("No code was sent.");

    public string WrongCode => Code == "000000" ? "111111" : "000000";

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

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Development",
            ApplicationName = typeof(OtpSite).Assembly.GetName().Name,
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        before?.Invoke(builder);
        builder.Services.AddOffer18Otp(otp =>
        {
            Configure(otp, server.Address);
            options?.Invoke(otp);
        });
        build?.Invoke(builder);

        var app = builder.Build();
        if (mapDefault)
        {
            app.MapOffer18Otp();
        }

        map?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new OtpSite(app, server, clock);
    }

    /// <summary>What it takes to talk to the simulator.</summary>
    public static void Configure(Offer18OtpOptions otp, Uri address)
    {
        var simulator = new Offer18SimulatorOptions();
        otp.BaseAddress = address;
        otp.ApiKey = simulator.ApiKey;
        otp.AffiliateId = simulator.AffiliateId;
        otp.AdvertiserId = simulator.AdvertiserId;
        otp.AllowedCountries.Add("GB");
    }

    public Uri SimulatorAddress => _server.Address;

    public OtpBrowserClient NewBrowser() => new(Address);

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
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }
}
