namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>
/// What stands against a send or a check beside its number's own limits: a limit by browser, address, prefix or campaign, a fraud check, a
/// pause. Guards are asked in the order of their registration, before the store is. A guard that throws closes the way.
/// </summary>
internal interface IOtpGuard
{
    /// <summary>Counts an action, or refuses it and counts nothing.</summary>
    /// <param name="action">What is about to be done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why it is refused; null where this guard lets it pass.</returns>
    ValueTask<OtpRefusal?> TakeAsync(OtpGuardedAction action, CancellationToken cancellationToken);

    /// <summary>Takes back what <see cref="TakeAsync"/> counted, because the action did not take place: nothing left the machine.</summary>
    /// <param name="action">The same action.</param>
    ValueTask GiveBackAsync(OtpGuardedAction action);
}
