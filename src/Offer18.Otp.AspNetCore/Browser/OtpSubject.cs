using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>Who the visitor is to the site's own sign-in. A verification made by one user does not serve the next.</summary>
internal static class OtpSubject
{
    private static readonly string[] IdTypes = [ClaimTypes.NameIdentifier, "sub", ClaimTypes.Name, "name"];

    // What a token says of itself (RFC 7519, OpenID Connect Core 1.0). It differs between two tokens of one user.
    private static readonly string[] TokenTypes = ["exp", "nbf", "iat", "jti", "auth_time", "nonce", "at_hash", "c_hash", "sid"];

    /// <summary>
    /// The user of a request, by the default scheme or else by any other one. Our endpoints and the gated ones may use different
    /// schemes, and must mean the same person.
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

        // The answer to a connection has begun. A scheme that wants to set a cookie would throw.
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

        // The issuer is left out: a site's cookie and its tokens mean one user and name different issuers. An identity without an id is
        // known by all its claims.
        var text = IdTypes.Select(identity.FindFirst).FirstOrDefault(claim => claim is not null)?.Value
            ?? string.Join('\n', identity.Claims.Where(claim => !TokenTypes.Contains(claim.Type))
                .Select(claim => $"{claim.Type}={claim.Value}").Order(StringComparer.Ordinal));
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
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
