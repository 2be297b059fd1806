using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>A site with the package in it, in this process and on a real port, by a clock of its own; there can be several of one site.</summary>
internal sealed class OtpNode : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtpNode(WebApplication app)
    {
        _app = app;
        Address = new Uri(
            app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
                .First(address => address.StartsWith("http:", StringComparison.Ordinal)));
    }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<OtpNode> StartAsync(
        Uri offer18,
        TimeProvider clock,
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication>? map = null,
        Action<Offer18OtpOptions>? options = null,
        bool mapDefault = true,
        Action<WebApplicationBuilder>? before = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Development",
            ApplicationName = typeof(OtpNode).Assembly.GetName().Name,
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        before?.Invoke(builder);
        builder.Services.AddOffer18Otp(otp =>
        {
            Configure(otp, offer18);
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
        return new OtpNode(app);
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

    public OtpBrowserClient NewBrowser() => new(Address);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
