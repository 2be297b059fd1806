using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// Where a post comes from, as the browser says itself: <c>Sec-Fetch-Site</c> (Fetch Metadata) or, in older browsers and on plain HTTP,
/// <c>Origin</c> (RFC 6454). No page can change or leave out either. A request with neither is judged by its antiforgery token alone.
/// </summary>
internal static class PostOrigin
{
    /// <summary>Why a post is foreign, in a few fixed words for the log; null if it may be ours.</summary>
    /// <param name="request">The post.</param>
    /// <param name="allowed">Other origins of this site whose pages may post: <see cref="Offer18OtpOptions.AllowedOrigins"/>.</param>
    public static string? FindForeign(HttpRequest request, IEnumerable<string> allowed) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        // It comes first: a proxy may change scheme and host, which Origin is compared with, and our pages' own forms have "Origin: null".
        // "none" is a visitor's own doing, such as pressing "reload".
        "same-origin" or "none" => null,
        "cross-site" => "posted by a page of another site",
        "same-site" => IsAllowed(request.Headers.Origin, allowed) ? null : "posted by a page of another host of this site",
        // Other values are of tomorrow, and are ignored as the specification says.
        _ => IsOwn(request) || IsAllowed(request.Headers.Origin, allowed) ? null : "posted by a page of another origin",
    };

    private static bool IsAllowed(string? origin, IEnumerable<string> allowed) => allowed.Contains(origin, StringComparer.OrdinalIgnoreCase);

    private static bool IsOwn(HttpRequest request)
    {
        // "null" says nothing. Browsers send it with each form of a page that sends no referrer, as our pages do.
        if (request.Headers.Origin.ToString() is not { Length: > 0 } text || text == "null")
        {
            return true;
        }

        // The site may see HTTP where the browser uses HTTPS, but not the reverse.
        return Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && (origin.Scheme == Uri.UriSchemeHttps || origin.Scheme == Uri.UriSchemeHttp && !request.IsHttps)
            && (IsAt(origin, request.Host.Value)
                // A proxy may have changed the host. Pages cannot send this header to other hosts, so it need not be trusted.
                || IsAt(origin, request.Headers["X-Forwarded-Host"].ToString().Split(',')[0].Trim()));
    }

    private static bool IsAt(Uri origin, string? host) =>
        Uri.TryCreate($"{origin.Scheme}://{host}", UriKind.Absolute, out var own)
        && Uri.Compare(origin, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
