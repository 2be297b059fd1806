using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Offer18.Otp.Simulator;

/// <summary>
/// A simulated Offer18 on a port of its own. It is a real web server on 127.0.0.1 in this process, with the calls and the inbox at its
/// root. It reads no configuration, takes no signals and logs nothing.
/// </summary>
public sealed class Offer18SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Offer18SimulatorServer(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        Simulator = app.Services.GetRequiredService<Offer18Simulator>();
    }

    /// <summary>The server's address, such as <c>http://127.0.0.1:41234/</c>. The port is a free one.</summary>
    public Uri Address { get; }

    /// <summary>The simulator behind the server: its calls and its inbox.</summary>
    public Offer18Simulator Simulator { get; }

    /// <summary>Starts a server. Dispose of it to stop it. Calls that still wait for an answer are then cut off.</summary>
    /// <param name="configure">Changes the options.</param>
    /// <param name="timeProvider">The clock for codes, messages and slow answers. Default: the system's.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The server, listening.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option has an impossible value.</exception>
    public static async Task<Offer18SimulatorServer> StartAsync(
        Action<Offer18SimulatorOptions>? configure = null,
        TimeProvider? timeProvider = null,
        CancellationToken cancellationToken = default)
    {
        // Only the empty builder ignores the settings, arguments and environment variables of the surrounding process.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Offer18SimulatorServer).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Development,
        });

        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddSingleton(timeProvider ?? TimeProvider.System);
        builder.Services.AddRouting();
        builder.Services.AddOffer18Simulator(configure);

        var app = builder.Build();

        try
        {
            app.MapOffer18Simulator();
            await app.StartAsync(cancellationToken);
            return new Offer18SimulatorServer(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
