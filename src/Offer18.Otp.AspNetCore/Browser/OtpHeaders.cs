using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>The headers of every answer about a verification (OWASP ASVS 5.0, V14.3.2).</summary>
internal static class OtpHeaders
{
    private static readonly object Applied = new();

    /// <summary>Whether the answer to this request is about a verification. No cache may keep it, whatever its headers are then.</summary>
    public static bool AreApplied(HttpContext context) => context.Items.ContainsKey(Applied);

    public static void Apply(HttpResponse response)
    {
        response.HttpContext.Items[Applied] = true;
        if (!response.HasStarted)
        {
            // The value that the framework's antiforgery sets. It warns about any other.
            response.Headers.CacheControl = "no-cache, no-store";
            response.Headers.Pragma = "no-cache";
            response.Headers["Referrer-Policy"] = "no-referrer";
        }
    }
}
