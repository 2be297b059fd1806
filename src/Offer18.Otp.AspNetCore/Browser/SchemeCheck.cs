using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>Finds out that the browser uses HTTPS while the site sees HTTP, and says it once: a proxy's headers are not read.</summary>
internal sealed class SchemeCheck(ILogger<SchemeCheck> logger)
{
    private int _isReported;

    /// <param name="request">A request that gets a cookie, after the site's own middleware.</param>
    public void Look(HttpRequest request)
    {
        if (!request.IsHttps && UsesHttps(request) && Interlocked.Exchange(ref _isReported, 1) == 0)
        {
            logger.SchemeNotForwarded();
        }
    }

    // The proxy says it, or the browser does. Browsers send Sec-Fetch-Site only to a secure origin, and to this machine.
    private static bool UsesHttps(HttpRequest request)
    {
        var headers = request.Headers;
        return Says("X-Forwarded-Proto", "https")
            || Says("X-Url-Scheme", "https")
            || Says("X-Forwarded-Ssl", "on")
            || Says("Front-End-Https", "on")
            || headers["Forwarded"].ToString().Contains("proto=https", StringComparison.OrdinalIgnoreCase)
            || headers.Origin.ToString().StartsWith("https:", StringComparison.OrdinalIgnoreCase)
            || headers.ContainsKey("Sec-Fetch-Site") && !IsThisMachine(request.Host.Host);

        bool Says(string name, string value) =>
            headers[name].ToString() is { Length: > 0 } said && said.Split(',')[0].Trim().Equals(value, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);
}
