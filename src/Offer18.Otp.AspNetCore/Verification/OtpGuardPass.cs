using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Limits;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>What the guards counted for one action. Disposing of the pass undoes these counts, unless the action has ended.</summary>
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

    /// <summary>Tells the guards how the action ended.</summary>
    public async ValueTask EndAsync(OtpGuardedEnd end)
    {
        while (_taken.TryPop(out var guard))
        {
            try
            {
                await guard.EndAsync(action, end);
            }
            // The visitor still gets the same answer. The guard's count stays one too high until the guard's window is over.
            catch (Exception exception)
            {
                logger.StoreFailed(exception);
            }
        }
    }

    /// <summary>If nobody has said how the action ended, it did not take place. The visitor need not wait until the guards have heard that.</summary>
    public ValueTask DisposeAsync()
    {
        _ = EndAsync(OtpGuardedEnd.NotDone).AsTask();
        return default;
    }
}
