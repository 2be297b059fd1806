using Microsoft.AspNetCore.OutputCaching;
using Offer18.Otp.AspNetCore.Browser;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// Keeps gated pages, and every answer for which somebody asked what the browser holds, out of the site's output cache. That cache does not
/// look at <c>Cache-Control</c>. Its default policy leaves out the pages of signed-in users, but a verified number is not a sign-in. So without this
/// policy one visitor's page, state and token would be shown to the next.
/// </summary>
internal sealed class OtpOutputCachePolicy : IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        if (OtpHeaders.IsForVisitor(context.HttpContext))
        {
            context.AllowCacheStorage = false;
        }

        return ValueTask.CompletedTask;
    }
}
