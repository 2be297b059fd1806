using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// Authorizes an endpoint that was found only after authorization had run. <c>UsePathBase</c> and <c>UseRewriter</c> change the path and
/// route the request again. <c>WebApplication</c> has then already run the authorization that it adds by itself, ahead of the site's own
/// middleware. ASP.NET Core answers such a request with a 500.
/// </summary>
internal sealed class ReroutedEndpoints : MatcherPolicy, IEndpointSelectorPolicy
{
    // EndpointMiddleware looks for this mark, and throws if it is missing at an endpoint that wants authorization.
    private const string AuthorizationMark = "__AuthorizationMiddlewareWithEndpointInvoked";

    private static readonly object Rerouted = new();

    private readonly ConditionalWeakTable<Endpoint, Endpoint> _guarded = [];

    /// <summary>After all other policies, so that it sees their result.</summary>
    public override int Order => int.MaxValue;

    // What a Razor Page wants is known only when another policy has loaded the page.
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        ContainsDynamicEndpoints(endpoints)
        || endpoints.Any(endpoint => WantsAuthorization(endpoint) || endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (!httpContext.Items.ContainsKey(Rerouted) && !HasPathChanged(httpContext))
        {
            return Task.CompletedTask;
        }

        httpContext.Items[Rerouted] = true;
        for (var i = 0; i < candidates.Count; i++)
        {
            ref var candidate = ref candidates[i];
            if (candidates.IsValidCandidate(i) && candidate.Endpoint is RouteEndpoint { RequestDelegate: not null } endpoint && WantsAuthorization(endpoint))
            {
                candidates.ReplaceEndpoint(i, _guarded.GetValue(endpoint, found => Guard((RouteEndpoint)found)), candidate.Values);
                // The guard asks for the authorization before the endpoint runs, if the site's middleware does not.
                httpContext.Items[AuthorizationMark] = true;
            }
        }

        return Task.CompletedTask;
    }

    private static bool WantsAuthorization(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null;

    private static bool HasPathChanged(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var path = context.Request.Path.Value ?? "";
        if (!target.StartsWith('/'))
        {
            // A client of a forward proxy writes the whole address (RFC 9112, 3.2.2). The server reads its path in the same way.
            return Uri.TryCreate(target, UriKind.Absolute, out var address) && address.LocalPath != path;
        }

        var written = target.AsSpan(0, target.IndexOf('?') is >= 0 and var query ? query : target.Length);
        return !written.SequenceEqual(path) && Uri.UnescapeDataString(written) != path;
    }

    private static RouteEndpoint Guard(RouteEndpoint endpoint)
    {
        RouteEndpoint? guard = null;
        return guard = new RouteEndpoint(
            context => GateFeature.For(context).Authorized == guard ? endpoint.RequestDelegate!(context) : AuthorizeAsync(context, endpoint.RequestDelegate!),
            endpoint.RoutePattern,
            endpoint.Order,
            endpoint.Metadata,
            endpoint.DisplayName);
    }

    private static Task AuthorizeAsync(HttpContext context, RequestDelegate next)
    {
        GateFeature.For(context).IsAtEndpoint = true;
        var services = context.RequestServices;
        return new AuthorizationMiddleware(
            next, services.GetRequiredService<IAuthorizationPolicyProvider>(), services, services.GetRequiredService<ILogger<AuthorizationMiddleware>>()).Invoke(context);
    }
}
