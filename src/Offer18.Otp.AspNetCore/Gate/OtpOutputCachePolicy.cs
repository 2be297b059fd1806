using Microsoft.AspNetCore.OutputCaching;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// Keeps gated pages out of the site's output cache. The cache's default policy leaves out the pages of signed-in users. A verified number
/// is not a sign-in, so without this policy one visitor's page would be shown to the next.
/// </summary>
internal sealed class OtpOutputCachePolicy : IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        if (OtpClaims.Campaigns(context.HttpContext.User).Length > 0)
        {
            context.AllowCacheStorage = false;
        }

        return ValueTask.CompletedTask;
    }
}
