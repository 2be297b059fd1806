using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>A request that became the connection of a hub or a circuit. It may outlive what was true when it began.</summary>
internal static class ConnectionRequest
{
    public static bool IsOne(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest || context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;

    /// <summary>Does something with a request that may have lost its services, as those of long polling have. It lends it these meanwhile.</summary>
    public static async Task<T> WithServicesAsync<T>(HttpContext context, IServiceProvider services, Func<Task<T>> action)
    {
        var own = context.RequestServices;
        context.RequestServices ??= services;
        try
        {
            return await action();
        }
        finally
        {
            context.RequestServices = own!;
        }
    }
}
