using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Where the site's authorization stands among its middleware.</summary>
internal sealed class MiddlewareOrder : IStartupFilter
{
    // UseAuthorization leaves this mark.
    private const string AuthorizationMark = "__AuthorizationMiddlewareSet";

    private IEndpointRouteBuilder? _endpoints;

    /// <summary>
    /// Whether authorization runs ahead of the site's own middleware. Then the gate looks at a request before <c>UseForwardedHeaders</c>,
    /// <c>UsePathBase</c> and <c>UseRequestLocalization</c> have changed it.
    /// </summary>
    public bool IsAuthorizationFirst { get; private set; }

    /// <param name="endpoints">Where the endpoints are mapped: the site's application or a group of it.</param>
    public void Note(IEndpointRouteBuilder endpoints) => _endpoints = endpoints;

    // This runs when a WebApplication has all that its Program adds. If UseAuthorization is not among it, WebApplication now adds it by itself,
    // ahead of the rest. A site with a Startup class maps its endpoints only in next, and always calls UseAuthorization itself.
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        IsAuthorizationFirst = _endpoints is not null && !_endpoints.CreateApplicationBuilder().Properties.ContainsKey(AuthorizationMark);
        next(app);
    };
}
