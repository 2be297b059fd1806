using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Where the site's authorization stands among its middleware.</summary>
internal sealed class MiddlewareOrder
{
    // UseAuthorization leaves this mark. Without it WebApplication adds UseAuthorization by itself, ahead of the site's own middleware.
    private const string AuthorizationMark = "__AuthorizationMiddlewareSet";

    private volatile bool _isAuthorizationFirst;

    /// <summary>
    /// Whether authorization runs ahead of the site's own middleware. Then the gate looks at a request before <c>UseForwardedHeaders</c>,
    /// <c>UsePathBase</c> and <c>UseRequestLocalization</c> have changed it.
    /// </summary>
    public bool IsAuthorizationFirst => _isAuthorizationFirst;

    public void Note(IEndpointRouteBuilder endpoints) =>
        _isAuthorizationFirst |= endpoints is IApplicationBuilder app && !app.Properties.ContainsKey(AuthorizationMark);
}
