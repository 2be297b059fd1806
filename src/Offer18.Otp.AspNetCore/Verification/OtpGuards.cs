using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Limits;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>The guards, in order. The first one that refuses ends the way, and those before it get back what they counted.</summary>
internal sealed class OtpGuards(IEnumerable<IOtpGuard> guards, ILogger<OtpGuards> logger)
{
    /// <summary>Asks every guard. What they counted is given back with the pass, unless it is kept.</summary>
    /// <exception cref="OtpStoreUnavailableException">A guard failed: a limit that cannot be counted must not be passed.</exception>
    public async Task<OtpGuardPass> TakeAsync(OtpGuardedAction action, CancellationToken cancellationToken)
    {
        var pass = new OtpGuardPass(action, logger);
        try
        {
            foreach (var guard in guards)
            {
                if (await guard.TakeAsync(action, cancellationToken) is { } refusal)
                {
                    return pass.Refuse(refusal);
                }

                pass.Add(guard);
            }
        }
        catch (Exception exception)
        {
            logger.StoreFailed(exception);
            await pass.DisposeAsync();
            throw new OtpStoreUnavailableException(exception);
        }

        return pass;
    }
}
