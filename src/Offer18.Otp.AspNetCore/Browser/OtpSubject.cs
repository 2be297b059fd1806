using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>Identifies the user of the site's own sign-in. A proof made by one user is not valid for the next.</summary>
internal static class OtpSubject
{
    private static readonly string[] IdTypes = [ClaimTypes.NameIdentifier, "sub", ClaimTypes.Name, "name"];

    // Claims about the token itself (RFC 7519, OpenID Connect Core 1.0). They differ between two tokens of one user.
    private static readonly string[] TokenTypes = ["exp", "nbf", "iat", "jti", "auth_time", "nonce", "at_hash", "c_hash", "sid"];

    /// <summary>
    /// The user of a request, by the default scheme or else by any other scheme. Our endpoints and the gated ones may use different
    /// schemes, but must find the same user.
    /// </summary>
    public static async Task<string?> FindAsync(HttpContext context)
    {
        if (FromUser(context.User) is { } subject)
        {
            return subject;
        }

        if (context.RequestServices.GetService<IAuthenticationSchemeProvider>() is not { } schemes)
        {
            return null;
        }

        // On a connection the response has started. A scheme that sets a cookie would throw.
        var request = context.Response.HasStarted ? WithUnstartedResponse(context) : context;
        foreach (var scheme in await schemes.GetAllSchemesAsync())
        {
            if ((await request.AuthenticateAsync(scheme.Name)).Principal is { } user && FromUser(user) is { } other)
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>A digest of the user's id, or null when nobody is signed in.</summary>
    public static string? FromUser(ClaimsPrincipal user)
    {
        if (user.Identities.FirstOrDefault(identity => identity.IsAuthenticated) is not { } identity)
        {
            return null;
        }

        // The issuer is left out: for one user, a site's cookie and its tokens name different issuers. An identity without an id is
        // identified by all its claims.
        var text = IdTypes.Select(identity.FindFirst).FirstOrDefault(claim => claim is not null)?.Value
            ?? string.Join('\n', identity.Claims.Where(claim => !TokenTypes.Contains(claim.Type))
                .Select(claim => $"{claim.Type}={claim.Value}").Order(StringComparer.Ordinal));
        return TextDigest.Sha256(text);
    }

    private static DefaultHttpContext WithUnstartedResponse(HttpContext context)
    {
        var copy = new DefaultHttpContext { RequestServices = context.RequestServices };
        copy.Request.Method = context.Request.Method;
        copy.Request.Scheme = context.Request.Scheme;
        copy.Request.Host = context.Request.Host;
        copy.Request.PathBase = context.Request.PathBase;
        copy.Request.Path = context.Request.Path;
        copy.Request.QueryString = context.Request.QueryString;
        copy.Connection.ClientCertificate = context.Connection.ClientCertificate;
        copy.Connection.RemoteIpAddress = context.Connection.RemoteIpAddress;
        foreach (var (name, value) in context.Request.Headers)
        {
            copy.Request.Headers[name] = value;
        }

        return copy;
    }
}
