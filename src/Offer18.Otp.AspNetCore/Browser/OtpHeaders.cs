using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>The headers of every answer about a verification (OWASP ASVS 5.0, V14.3.2).</summary>
internal static class OtpHeaders
{
    public static void Apply(HttpResponse response)
    {
        if (!response.HasStarted)
        {
            response.Headers.CacheControl = "no-store";
            response.Headers["Referrer-Policy"] = "no-referrer";
        }
    }
}
