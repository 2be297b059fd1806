using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Limits;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>What the guards counted for one action. Disposing of the pass undoes these counts, unless the action took place.</summary>
internal sealed class OtpGuardPass(OtpGuardedAction action, ILogger logger) : IAsyncDisposable
{
    private readonly Stack<IOtpGuard> _taken = [];

    /// <summary>Why the action is refused; null if every guard lets it pass.</summary>
    public OtpRefusal? Refusal { get; private set; }

    public void Add(IOtpGuard guard) => _taken.Push(guard);

    public OtpGuardPass Refuse(OtpRefusal refusal)
    {
        Refusal = refusal;
        return this;
    }

    /// <summary>The action took place, or may have, so it stays counted.</summary>
    public void Keep() => _taken.Clear();

    public async ValueTask DisposeAsync()
    {
        while (_taken.TryPop(out var guard))
        {
            try
            {
                await guard.GiveBackAsync(action);
            }
            // The visitor still gets the same answer. The guard's count stays one too high until the guard's window is over.
            catch (Exception exception)
            {
                logger.StoreFailed(exception);
            }
        }
    }
}
