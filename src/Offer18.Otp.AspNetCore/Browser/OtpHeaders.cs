using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>The headers of every answer about a verification (OWASP ASVS 5.0, V14.3.2).</summary>
internal static class OtpHeaders
{
    private static readonly object ForVisitor = new();

    /// <summary>Whether the answer to this request is for this visitor alone. No cache may keep it, whatever its headers are then.</summary>
    public static bool IsForVisitor(HttpContext context) => context.Items.ContainsKey(ForVisitor);

    /// <summary>Says that the answer is for this visitor alone. This is enough for the output cache; other caches look at headers.</summary>
    public static void MarkForVisitor(HttpContext context) => context.Items[ForVisitor] = true;

    public static void Apply(HttpResponse response)
    {
        ForbidStoring(response);
        if (!response.HasStarted)
        {
            response.Headers["Referrer-Policy"] = "no-referrer";
        }
    }

    /// <summary>Tells every cache not to keep the answer.</summary>
    public static void ForbidStoring(HttpResponse response)
    {
        MarkForVisitor(response.HttpContext);
        if (!response.HasStarted)
        {
            // The value that the framework's antiforgery sets. It warns about any other.
            response.Headers.CacheControl = "no-cache, no-store";
            response.Headers.Pragma = "no-cache";
        }
    }
}
