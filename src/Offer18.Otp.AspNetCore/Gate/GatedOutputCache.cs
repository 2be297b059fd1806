using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using Offer18.Otp.AspNetCore.Browser;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// Has the last word on what passed a gate, against a policy of the endpoint's own that allows storage. <see cref="OtpOutputCachePolicy"/>
/// holds for the whole site, and such policies are asked before those of an endpoint.
/// </summary>
internal static class GatedOutputCache
{
    private static readonly ConditionalWeakTable<RouteEndpoint, RouteEndpoint> WithoutPolicies = [];

    /// <summary>
    /// Before the endpoint answers. A cache that came before the gate decides at the first write whether it can store the answer. One that comes
    /// after the gate sees an endpoint without policies.
    /// </summary>
    public static void Avoid(HttpContext context)
    {
        if (!OtpHeaders.IsForVisitor(context))
        {
            return;
        }

        if (context.Features.Get<IOutputCacheFeature>() is { } cache)
        {
            cache.Context.AllowCacheStorage = false;
        }
        else if (context.GetEndpoint() is RouteEndpoint { RequestDelegate: not null } endpoint && HasPolicy(endpoint))
        {
            context.SetEndpoint(WithoutPolicies.GetValue(endpoint, found => new RouteEndpoint(
                found.RequestDelegate!, found.RoutePattern, found.Order, new EndpointMetadataCollection(found.Metadata.Where(item => !IsPolicy(item))), found.DisplayName)));
        }
    }

    /// <summary>After the endpoint has answered, perhaps with nothing: the cache must have decided before it asks the endpoint's policies.</summary>
    public static Task DecideAsync(HttpContext context) =>
        OtpHeaders.IsForVisitor(context) && context.Features.Get<IOutputCacheFeature>() is not null && !context.Response.HasStarted
            ? context.Response.Body.FlushAsync(context.RequestAborted)
            : Task.CompletedTask;

    private static bool HasPolicy(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IOutputCachePolicy>() is not null || endpoint.Metadata.GetMetadata<OutputCacheAttribute>() is not null;

    private static bool IsPolicy(object metadata) => metadata is IOutputCachePolicy or OutputCacheAttribute;
}
