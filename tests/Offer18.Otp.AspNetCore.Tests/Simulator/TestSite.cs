using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

/// <summary>A site on a free port that holds only what a test puts in.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestSite(WebApplication app)
    {
        _app = app;
        Client = new WireClient(new Uri(
            app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()));
    }

    public WireClient Client { get; }

    public static WebApplication Build(string environment, Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        configure(builder.Services);
        return builder.Build();
    }

    public static async Task<TestSite> StartAsync(
        Action<IServiceCollection> configure, Action<WebApplication> map, string environment = "Development")
    {
        var app = Build(environment, configure);
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestSite(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
