using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>The one cookie of a campaign: its name, its protection and how it is set (OWASP ASVS 5.0, V3.3).</summary>
internal sealed class OtpCookie(IDataProtectionProvider dataProtection, string campaign)
{
    // Enough to read the SMS, to come back late and be told so, and to use the verification. What expires is decided by the server's clock.
    private static readonly TimeSpan ShortestLife = TimeSpan.FromHours(1);

    // The purpose names the campaign, so that the cookie of one campaign is noise to another.
    private readonly IDataProtector _protector = dataProtection.CreateProtector("Offer18.Otp", "Browser", "v1", campaign);

    /// <summary>The content of a request's cookie; null where there is none that can be read.</summary>
    public OtpCookieContent? Read(HttpRequest request)
    {
        if (Find(request) is not { } value)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(value), OtpCookieJson.Compact.OtpCookieContent);
        }
        // It was tampered with, belongs to another campaign, or is older than the site's keys: the visitor begins anew.
        catch (Exception exception) when (exception is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Sets the cookie.</summary>
    /// <param name="response">An answer that has not begun.</param>
    /// <param name="content">What the browser holds from now on.</param>
    /// <param name="verifiedLifetime">How long a verification is valid. The browser keeps the cookie for as long, and for 1 h at least.</param>
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

    // On HTTPS the prefix keeps other hosts, paths and plain connections from setting it.
    private string Name(HttpRequest request) =>
        $"{(request.IsHttps ? "__Host-" : "")}offer18-otp{(campaign.Length == 0 ? "" : ".")}{campaign}";

    // By its exact name: the framework's collection ignores case, and a browser may let another host set "__HOST-" in place of "__Host-".
    private string? Find(HttpRequest request) =>
        CookieHeaderValue.TryParseList(request.Headers.Cookie, out var cookies)
        && cookies.FirstOrDefault(cookie => cookie.Name.Equals(Name(request), StringComparison.Ordinal)) is { Value.Length: > 0 } cookie
            ? cookie.Value.ToString()
            : null;
}
