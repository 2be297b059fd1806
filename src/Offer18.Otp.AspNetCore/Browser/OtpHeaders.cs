using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCaching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>The headers of every answer about a verification (OWASP ASVS 5.0, V14.3.2).</summary>
internal static class OtpHeaders
{
    /// <summary>Whether the answer to this request is for this visitor alone. No cache may keep it, whatever its headers are then.</summary>
    public static bool IsForVisitor(HttpContext context) => context.Features.Get<Audience>() is not null;

    /// <summary>Says that the answer is for this visitor alone. This is enough for the output cache; other caches look at headers.</summary>
    public static void MarkForVisitor(HttpContext context)
    {
        if (!IsForVisitor(context))
        {
            context.Features.Set(Audience.Visitor);
        }
    }

    /// <summary>
    /// Says that no shared cache may keep the answer: it contains what is behind a gate. Unless the page says how long the visitor's own browser
    /// may keep it, the browser asks again each time.
    /// </summary>
    public static void KeepPrivate(HttpResponse response)
    {
        MarkForVisitor(response.HttpContext);
        if (response.HasStarted || IsKeptPrivate(response.HttpContext))
        {
            return;
        }

        response.HttpContext.Features.Set(Audience.VisitorBehindGate);

        // The page sets its own header later than this.
        response.OnStarting(static state =>
        {
            MakePrivate(((HttpResponse)state).Headers);
            return Task.CompletedTask;
        }, response);
        // A cache that stands ahead of the gate looks at the headers even before that.
        if (response.HttpContext.Features.Get<IResponseCachingFeature>() is not null)
        {
            response.Body = new PrivateStream(response.Body, () => MakePrivate(response.Headers));
        }
        else
        {
            // One that comes after the gate would see the page's own header. It stores no answer to a request that forbids it, and looks for none.
            response.HttpContext.Request.Headers.CacheControl = "no-cache, no-store";
        }
    }

    /// <summary>Does what <see cref="KeepPrivate"/> promised, if the page has written nothing: that cache also keeps answers without a body.</summary>
    public static void KeepUnwrittenPrivate(HttpResponse response)
    {
        if (!response.HasStarted && IsKeptPrivate(response.HttpContext))
        {
            MakePrivate(response.Headers);
        }
    }

    public static void Apply(HttpResponse response)
    {
        ForbidStoring(response);
        if (!response.HasStarted)
        {
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.Headers.XContentTypeOptions = "nosniff";
        }
    }

    /// <summary>
    /// Keeps the page out of other hosts' frames, as the framework does where its antiforgery tokens are. The same setting switches it off.
    /// </summary>
    public static void ForbidForeignFrames(HttpResponse response)
    {
        var antiforgery = response.HttpContext.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value;
        if (!response.HasStarted && !antiforgery.SuppressXFrameOptionsHeader && !response.Headers.ContainsKey(HeaderNames.XFrameOptions))
        {
            response.Headers.XFrameOptions = "SAMEORIGIN";
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

    private static bool IsKeptPrivate(HttpContext context) => context.Features.Get<Audience>() == Audience.VisitorBehindGate;

    private static void MakePrivate(IHeaderDictionary headers)
    {
        if (!CacheControlHeaderValue.TryParse(headers.CacheControl.ToString(), out var own))
        {
            headers.CacheControl = "private, no-cache";
        }
        else if (!own.NoStore && (own.Public || !own.Private || own.SharedMaxAge is not null || own.PrivateHeaders.Count > 0))
        {
            // With names of fields, "private" would be about these fields alone (RFC 9111, 5.2.2.7).
            own.PrivateHeaders.Clear();
            own.Public = false;
            own.SharedMaxAge = null;
            own.Private = true;
            headers.CacheControl = own.ToString();
        }
    }

    /// <summary>Whom the answer to a request is for.</summary>
    private sealed class Audience
    {
        public static readonly Audience Visitor = new();
        public static readonly Audience VisitorBehindGate = new();
    }
}
