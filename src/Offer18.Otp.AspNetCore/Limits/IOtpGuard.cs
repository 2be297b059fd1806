namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>
/// Decides whether a send or a check may happen, in addition to the number's own limits. It can be a limit by browser, address, prefix or
/// campaign, a fraud check, or a pause. Guards are asked in the order of their registration, before the store. If a guard throws, the
/// action is refused.
/// </summary>
internal interface IOtpGuard
{
    /// <summary>Counts an action, or refuses it and counts nothing.</summary>
    /// <param name="action">What is about to be done.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Why the action is refused; null if this guard lets it pass.</returns>
    ValueTask<OtpRefusal?> TakeAsync(OtpGuardedAction action, CancellationToken cancellationToken);

    /// <summary>Hears how an action that it let pass has ended, once.</summary>
    /// <param name="action">The same action.</param>
    /// <param name="end">How it ended.</param>
    ValueTask EndAsync(OtpGuardedAction action, OtpGuardedEnd end);
}
