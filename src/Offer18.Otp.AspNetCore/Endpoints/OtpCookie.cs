using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>The one cookie: its name and how it is set (OWASP ASVS 5.0, V3.3).</summary>
internal static class OtpCookie
{
    /// <summary><c>__Host-</c> on HTTPS: no other host, path or plain connection can set it.</summary>
    public static string Name(string campaign, bool https) =>
        $"{(https ? "__Host-" : "")}offer18-otp{(campaign.Length == 0 ? "" : ".")}{campaign}";

    /// <summary>
    /// The cookie of a request, by its exact name: the framework's collection ignores case, and a browser may let another host
    /// set <c>__HOST-</c> in place of <c>__Host-</c>.
    /// </summary>
    public static string? Read(HttpRequest request, string campaign)
    {
        var name = Name(campaign, request.IsHttps);
        return CookieHeaderValue.TryParseList(request.Headers.Cookie, out var cookies)
            && cookies.FirstOrDefault(cookie => cookie.Name.Equals(name, StringComparison.Ordinal)) is { Value.Length: > 0 } cookie
                ? cookie.Value.ToString()
                : null;
    }

    /// <summary>How long the browser keeps it; what it stands for expires by the server's clock.</summary>
    public static CookieOptions Options(bool https, TimeSpan maxAge) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = maxAge,
        Path = "/",
        SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax,
        Secure = https,
    };
}
