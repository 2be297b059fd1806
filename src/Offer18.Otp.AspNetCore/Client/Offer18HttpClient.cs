using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Http.Resilience;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// The HTTP client of a campaign. It logs nothing, because its addresses contain the key. It uses connections again, because each new one costs
/// three round trips, and a machine runs out of ports.
/// </summary>
internal static class Offer18HttpClient
{
    private const string Default = "Offer18.Otp";

    // Shorter than what servers and what is between them keep a silent connection for, so that none is found dead only by using it. If a server
    // says that it keeps one for less (Keep-Alive: timeout), the handler goes by that.
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(20);

    // After this a name that leads elsewhere is followed.
    private static readonly TimeSpan OldAfter = TimeSpan.FromMinutes(2);

    // One connection of HTTP/2 carries all calls, so a dead one must be noticed long before TCP gives up.
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(10);

    public static string Name(string campaign) => campaign.Length == 0 ? Default : $"{Default}:{campaign}";

    public static bool IsName(string? name) => name == Default || name?.StartsWith($"{Default}:", StringComparison.Ordinal) == true;

    public static IHttpClientBuilder Add(IServiceCollection services, string campaign)
    {
        if (services.All(service => service.ImplementationType != typeof(WireHandlerFilter)))
        {
            // Filters wrap each other. The first one is the outermost, so it adds its handler last.
            services.Insert(0, ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, WireHandlerFilter>());
        }

        services.AddSingleton(new OneClient());
        return services.AddHttpClient(Name(campaign))
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, provider) => Configure(handler, provider.GetServices<OneClient>().Count()))
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => RemoveResilience(handlers))
            .RemoveAllLoggers();
    }

    // A resilience handler that the site gives to all its clients (ConfigureHttpClientDefaults) would repeat requests, so it is removed.
    // One that the site adds to this client stays.
    private static void RemoveResilience(IList<DelegatingHandler> handlers)
    {
        foreach (var handler in handlers.OfType<ResilienceHandler>().ToArray())
        {
            handlers.Remove(handler);
        }
    }

    private static void Configure(SocketsHttpHandler handler, int campaigns)
    {
        handler.ActivityHeadersPropagator = null;
        handler.AllowAutoRedirect = false;
        handler.AutomaticDecompression = DecompressionMethods.All;
        handler.ConnectTimeout = TimeSpan.FromSeconds(10);
        // Of the connections that the process may have, a quarter at most goes to Offer18, because each visitor who waits has one, too. The
        // campaigns share it. What is beyond it waits for a connection, up to the call's time-out. A process that has none left refuses
        // visitors, and may end.
        handler.MaxConnectionsPerServer = OpenFiles.Limit() is { } limit ? Math.Max(1, limit / 4 / campaigns) : int.MaxValue;
        handler.EnableMultipleHttp2Connections = true;
        handler.KeepAlivePingDelay = PingAfter;
        handler.KeepAlivePingTimeout = DeadAfter;
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        // The rest of an answer that is too long is not read: that would only save the connection.
        handler.MaxResponseDrainSize = 0;
        handler.PlaintextStreamFilter = new ConnectionWatch().SeeAsync;
        handler.PooledConnectionIdleTimeout = IdleAfter;
        handler.PooledConnectionLifetime = OldAfter;
        handler.UseCookies = false;
    }

    /// <summary>Is registered for each client, to count them.</summary>
    private sealed record OneClient;
}
