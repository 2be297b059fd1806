using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>Who the site's own sign-in says the visitor is: a verification made by one user does not serve the next.</summary>
internal static class OtpSubject
{
    private static readonly string[] IdTypes = [ClaimTypes.NameIdentifier, "sub", ClaimTypes.Name, "name"];

    /// <summary>
    /// The user of a request; where nobody is signed in by the default scheme, of any other scheme: our endpoints and the gated
    /// ones may go by different ones, and must mean the same person.
    /// </summary>
    public static async Task<string?> OfAsync(HttpContext context)
    {
        if (Of(context.User) is { } subject)
        {
            return subject;
        }

        if (context.RequestServices.GetService<IAuthenticationSchemeProvider>() is not { } schemes)
        {
            return null;
        }

        // A connection's answer has begun, and a scheme that would have the browser keep something throws.
        var request = context.Response.HasStarted ? WithAnswerToCome(context) : context;
        foreach (var scheme in await schemes.GetAllSchemesAsync())
        {
            if ((await request.AuthenticateAsync(scheme.Name)).Principal is { } user && Of(user) is { } other)
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>A digest of the user's id and its issuer, or null when nobody is signed in.</summary>
    public static string? Of(ClaimsPrincipal user)
    {
        if (user.Identities.FirstOrDefault(identity => identity.IsAuthenticated) is not { } identity)
        {
            return null;
        }

        var id = IdTypes.Select(identity.FindFirst).FirstOrDefault(claim => claim is not null);
        // An identity without an id is told from others by all that it claims.
        var text = id is not null
            ? $"{id.Issuer}\n{id.Value}"
            : string.Join('\n', identity.Claims.Select(claim => $"{claim.Type}={claim.Value}").Order(StringComparer.Ordinal));
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static DefaultHttpContext WithAnswerToCome(HttpContext context)
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
