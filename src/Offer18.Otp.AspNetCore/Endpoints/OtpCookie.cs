using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>The one cookie: its name and how it is set (OWASP ASVS 5.0, V3.3).</summary>
internal static class OtpCookie
{
    /// <summary><c>__Host-</c> on HTTPS: no other host, path or plain connection can set it.</summary>
    public static string Name(string campaign, bool https) =>
        $"{(https ? "__Host-" : "")}offer18-otp{(campaign.Length == 0 ? "" : ".")}{campaign}";

    /// <summary>How long the browser keeps it; what it stands for expires by the server's clock.</summary>
    public static CookieOptions Options(bool https, TimeSpan maxAge) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = maxAge,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = https,
    };
}
