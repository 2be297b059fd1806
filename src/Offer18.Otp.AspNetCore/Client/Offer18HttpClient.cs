using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Http.Resilience;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>The HTTP client of a campaign: silent, because its addresses carry the key, and used once per connection.</summary>
internal static class Offer18HttpClient
{
    private const string Default = "Offer18.Otp";

    public static string Name(string campaign) => campaign.Length == 0 ? Default : $"{Default}:{campaign}";

    public static bool IsName(string? name) => name == Default || name?.StartsWith($"{Default}:", StringComparison.Ordinal) == true;

    public static IHttpClientBuilder Add(IServiceCollection services, string campaign)
    {
        if (services.All(service => service.ImplementationType != typeof(WireHandlerFilter)))
        {
            // Filters wrap each other: the first one has the last word.
            services.Insert(0, ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, WireHandlerFilter>());
        }

        return services.AddHttpClient(Name(campaign))
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) => Configure(handler))
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => RemoveResilience(handlers))
            .RemoveAllLoggers();
    }

    // What a site gives to all its clients (ConfigureHttpClientDefaults) repeats requests. What it adds to this one stays.
    private static void RemoveResilience(IList<DelegatingHandler> handlers)
    {
        foreach (var handler in handlers.OfType<ResilienceHandler>().ToArray())
        {
            handlers.Remove(handler);
        }
    }

    private static void Configure(SocketsHttpHandler handler)
    {
        handler.ActivityHeadersPropagator = null;
        handler.AllowAutoRedirect = false;
        handler.AutomaticDecompression = DecompressionMethods.All;
        handler.ConnectTimeout = TimeSpan.FromSeconds(10);
        // What is left of an answer that is too long is not read to save the connection: it is not used again.
        handler.MaxResponseDrainSize = 0;
        handler.PlaintextStreamFilter = new SocketCounter().CountAsync;
        // A request that a reused connection swallowed is sent again by the handler itself: a second SMS, a second
        // conversion. On a new connection it does so for a request without content, so that ours always have one.
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        handler.UseCookies = false;
    }
}
