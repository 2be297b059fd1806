using Microsoft.AspNetCore.OutputCaching;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// Keeps what is behind a gate out of the site's output cache. Its default policy looks for a signed-in user, whom a verified number is not, and would
/// show one visitor's page to the next.
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
