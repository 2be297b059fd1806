using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>The one cookie of a campaign: its name, its protection and how it is set (OWASP ASVS 5.0, V3.3).</summary>
internal sealed class OtpCookie(IDataProtectionProvider dataProtection, string campaign)
{
    // The cookie must last until the visitor has read the SMS, or has come back too late and is told so. It must also last while the proof
    // is used. The server's clock decides what has expired.
    private static readonly TimeSpan ShortestLife = TimeSpan.FromHours(1);

    // The purpose contains the campaign's name, so that one campaign cannot read another campaign's cookie.
    private readonly IDataProtector _protector = dataProtection.CreateProtector("Offer18.Otp", "Browser", "v1", campaign);

    /// <summary>The content of a request's cookie; null if there is none or it cannot be read.</summary>
    public OtpCookieContent? Read(HttpRequest request)
    {
        if (Find(request) is not { } value)
        {
            return null;
        }

        try
        {
            var content = JsonSerializer.Deserialize(_protector.Unprotect(value), OtpCookieJson.Compact.OtpCookieContent);
            // A newer version of the site may have written an error code that this version does not know. The visitor loses only the notice.
            return content?.Notice?.Code is { } code && !OtpErrorTable.Codes.Contains(code) ? content with { Notice = null } : content;
        }
        // The cookie was tampered with, belongs to another campaign, or is older than the site's keys. The visitor starts again.
        catch (Exception exception) when (exception is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Sets the cookie.</summary>
    /// <param name="response">A response that has not started.</param>
    /// <param name="content">What the browser holds from now on.</param>
    /// <param name="verifiedLifetime">
    /// How long a verification is valid. The browser keeps the cookie as long as that, but at least 1 h.
    /// </param>
    public void Append(HttpResponse response, OtpCookieContent content, TimeSpan verifiedLifetime)
    {
        var request = response.HttpContext.Request;
        response.Cookies.Append(Name(request), _protector.Protect(JsonSerializer.Serialize(content, OtpCookieJson.Compact.OtpCookieContent)), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = verifiedLifetime > ShortestLife ? verifiedLifetime : ShortestLife,
            Path = "/",
            SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax,
            Secure = request.IsHttps,
        });
    }

    // On HTTPS the prefix stops other hosts, paths and plain HTTP connections from setting the cookie.
    private string Name(HttpRequest request) =>
        $"{(request.IsHttps ? "__Host-" : "")}offer18-otp{(campaign.Length == 0 ? "" : ".")}{campaign}";

    // Looks for the exact name. The framework's collection ignores case, and a browser may let another host set "__HOST-" in place of
    // "__Host-".
    private string? Find(HttpRequest request) =>
        CookieHeaderValue.TryParseList(request.Headers.Cookie, out var cookies)
        && cookies.FirstOrDefault(cookie => cookie.Name.Equals(Name(request), StringComparison.Ordinal)) is { Value.Length: > 0 } cookie
            ? cookie.Value.ToString()
            : null;
}
