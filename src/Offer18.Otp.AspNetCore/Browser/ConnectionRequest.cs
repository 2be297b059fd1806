using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>
/// A request that became the connection of a hub or a circuit. It may last longer than the proof and the sign-in that it started with.
/// </summary>
internal static class ConnectionRequest
{
    public static bool IsOne(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest || context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;

    /// <summary>
    /// Runs an action on a request that may have lost its services, as long-polling requests do. During the action such a request uses the
    /// given services.
    /// </summary>
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
