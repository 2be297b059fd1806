using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>The one cookie of a campaign: its name, its protection and how it is set (OWASP ASVS 5.0, V3.3).</summary>
internal sealed class OtpCookie
{
    // The prefix stops other hosts, paths and plain HTTP connections from setting the cookie.
    private const string SecurePrefix = "__Host-";

    // Of name and value together (RFC 6265, 6.1).
    private const int MostBytes = 4096;

    // The cookie must last as long as a page with our forms stays open in a tab, because the forms' tokens are bound to it. It must also last
    // while the longest proof is used. The server's clock decides what has expired.
    private static readonly TimeSpan Life = Offer18OtpOptions.LongestVerifiedLifetime;

    // The purpose contains the campaign's name, so that one campaign cannot read another campaign's cookie.
    private readonly IDataProtector _protector;

    // Another host may be able to set the name without the prefix. So a value from one name is not valid in the other: a site on HTTPS
    // never makes a value that such a host could use.
    private readonly IDataProtector _secureProtector;

    private readonly string _name;
    private readonly string _secureName;

    /// <param name="dataProtection">The site's keys.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="name">The cookie's name on HTTP. On HTTPS the prefix <c>__Host-</c> stands before it.</param>
    public OtpCookie(IDataProtectionProvider dataProtection, string campaign, string name)
    {
        _protector = dataProtection.CreateProtector("Offer18.Otp", "Browser", "v1", campaign);
        _secureProtector = _protector.CreateProtector(SecurePrefix);
        (_name, _secureName) = (name, SecurePrefix + name);
    }

    /// <summary>The newest content that a request has by either name; null if it has none that can be read.</summary>
    /// <remarks>
    /// <para>
    /// The scheme of the request does not matter. Behind a proxy it changes during the request (the gate may look before
    /// <c>UseForwardedHeaders</c> has run), and between requests (not each of them says its scheme). An answer over HTTP cannot replace a
    /// <c>__Host-</c> cookie, so a browser may send an old content by that name and a newer one by the plain name.
    /// </para>
    /// <para>
    /// But another host of the domain can set the plain name, with a content that it got itself over HTTP, and renew it as often as it likes.
    /// So "newer" counts only in the line of the <c>__Host-</c> cookie. Nobody gets a content in that line without sending that cookie,
    /// and no other host can read it. Without a <c>__Host-</c> cookie the plain name is believed, so that a visitor who comes from HTTP to HTTPS
    /// goes on where he was. HTTPS then begins a line of its own.
    /// </para>
    /// </remarks>
    public OtpCookieContent? Read(HttpRequest request)
    {
        var plain = Read(request, isSecure: false);
        return Read(request, isSecure: true) is not { } secure ? plain is null or { Line: null } ? plain : plain with { Line = null }
            : plain?.Line is { } line && line == secure.Line && plain.Turn > secure.Turn ? plain
            : secure;
    }

    /// <summary>
    /// Whether a content that was read does not have to be set again: it is by the better name, or the answer could not set that name.
    /// </summary>
    public bool IsSettled(HttpRequest request, OtpCookieContent read) => !request.IsHttps || Read(request, isSecure: true) == read;

    /// <summary>Sets the cookie.</summary>
    /// <param name="response">A response that has not started.</param>
    /// <param name="content">What the browser holds from now on.</param>
    public void Append(HttpResponse response, OtpCookieContent content)
    {
        var request = response.HttpContext.Request;
        content = content with { Line = content.Line ?? (request.IsHttps ? NewLine() : null), Turn = content.Turn + 1 };
        var value = Sealed(content, request.IsHttps);
        response.Cookies.Append(Name(request.IsHttps), value, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Life,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = request.IsHttps,
        });
    }

    // Each part is bounded by itself. If they are too long together, the browser would refuse the cookie, and with it the verification.
    private string Sealed(OtpCookieContent content, bool isSecure)
    {
        var value = Seal(content);
        if (IsTooLong(value))
        {
            content = content with { Ticket = content.Ticket with { ReturnUrl = null } };
            value = Seal(content);
        }

        return IsTooLong(value) ? Seal(content with { Ticket = content.Ticket with { Landing = null } }) : value;

        string Seal(OtpCookieContent one) => Protector(isSecure).Seal(JsonSerializer.SerializeToUtf8Bytes(one, OtpCookieJson.Compact.OtpCookieContent));

        bool IsTooLong(string sealedContent) => sealedContent.Length + Name(isSecure).Length > MostBytes;
    }

    private OtpCookieContent? Read(HttpRequest request, bool isSecure)
    {
        var value = Find(request, Name(isSecure));
        if (value.IsEmpty)
        {
            return null;
        }

        try
        {
            var content = JsonSerializer.Deserialize(Protector(isSecure).Open(value), OtpCookieJson.Compact.OtpCookieContent);
            // A newer version of the site may have written an error code that this version does not know. The visitor loses only the notice.
            return content?.Notice?.Code is { } code && !OtpErrorTable.Codes.Contains(code) ? content with { Notice = null } : content;
        }
        // The cookie was tampered with, belongs to another campaign, or is older than the site's keys. The visitor starts again.
        catch (Exception exception) when (exception is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    private static string NewLine() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(8));

    private string Name(bool isSecure) => isSecure ? _secureName : _name;

    private IDataProtector Protector(bool isSecure) => isSecure ? _secureProtector : _protector;

    // Looks for the exact name. The framework's collection ignores case, and a browser may let another host set "__HOST-" in place of
    // "__Host-".
    private static ReadOnlySpan<char> Find(HttpRequest request, string name)
    {
        foreach (var header in request.Headers.Cookie)
        {
            // A cookie has no comma in it. Some proxies put one between two headers.
            foreach (var range in header.AsSpan().SplitAny(';', ','))
            {
                var cookie = header.AsSpan(range).Trim(' ');
                if (cookie.StartsWith(name, StringComparison.Ordinal) && cookie[name.Length..] is ['=', .. var value])
                {
                    return value;
                }
            }
        }

        return default;
    }
}
