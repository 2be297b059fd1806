using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>The HTTP client of a campaign: silent, because its addresses carry the key, and used once per connection.</summary>
internal static class Offer18HttpClient
{
    public static string Name(string campaign) => campaign.Length == 0 ? "Offer18.Otp" : $"Offer18.Otp:{campaign}";

    public static IHttpClientBuilder Add(IServiceCollection services, string campaign) =>
        services.AddHttpClient(Name(campaign))
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.ActivityHeadersPropagator = null;
                handler.AllowAutoRedirect = false;
                handler.AutomaticDecompression = DecompressionMethods.All;
                handler.ConnectTimeout = TimeSpan.FromSeconds(10);
                // A request that a reused connection swallowed is sent again by the handler itself: a second SMS, a
                // second conversion. It does so only on a connection that has served before.
                handler.PooledConnectionLifetime = TimeSpan.Zero;
                handler.UseCookies = false;
            })
            .RemoveAllLoggers();
}
