using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Limits;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Asks the guards in order. The first guard that refuses ends the action, and the guards before it undo their counts.</summary>
internal sealed class OtpGuards(IEnumerable<IOtpGuard> guards, ILogger<OtpGuards> logger)
{
    /// <summary>A pass that no guard was asked for.</summary>
    public OtpGuardPass Without(OtpGuardedAction action) => new(action, logger);

    /// <summary>Asks every guard. Disposing of the pass undoes their counts, unless the action has ended.</summary>
    /// <exception cref="OtpStoreUnavailableException">A guard failed. An action must not pass a limit that cannot be counted.</exception>
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
