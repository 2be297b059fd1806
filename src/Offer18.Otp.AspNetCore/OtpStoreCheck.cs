using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore;

/// <summary>Warns at start if the nodes of a site share their proofs or challenges but each node counts its limits separately.</summary>
internal static class OtpStoreCheck
{
    public static void Run(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        services = scope.ServiceProvider;
        var areProofsShared = services.GetRequiredService<IVerifiedMsisdnStore>() switch
        {
            MemoryVerifiedMsisdnStore => false,
            DistributedCacheVerifiedMsisdnStore => services.GetService<IDistributedCache>() is not MemoryDistributedCache,
            _ => true,
        };
        var areRequestsShared = services.GetRequiredService<IOtpRequestStore>() is not MemoryOtpRequestStore;
        var areCountersShared = services.GetRequiredService<IOtpCounterStore>() is not MemoryOtpCounterStore;
        var logger = services.GetRequiredService<ILogger<OtpStores>>();
        if (areProofsShared && !areRequestsShared)
        {
            logger.LimitsNotShared("challenges and limits", "IOtpRequestStore and IOtpCounterStore");
        }
        else if (areRequestsShared && !areCountersShared)
        {
            logger.LimitsNotShared("the counters of limits", "IOtpCounterStore");
        }
    }
}
