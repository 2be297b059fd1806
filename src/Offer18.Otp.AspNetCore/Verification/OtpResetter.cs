using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Lets a visitor start again with another number, and come back.</summary>
internal sealed class OtpResetter(OtpStores stores, ChallengeFinder challenges, OtpStateReader states, ILogger<OtpResetter> logger)
{
    /// <summary>
    /// Leaves the number. Its code may still arrive, so the challenge stays in the store, and so do the number's counts and an earlier proof.
    /// </summary>
    public async Task<OtpOutcome> ResetAsync(OtpCaller caller, CancellationToken cancellationToken)
    {
        var left = await OtpStep.RunAsync(logger, "reset", caller, TryResetAsync(caller, cancellationToken));
        return left.Error is null ? await states.GetAsync(caller with { Ticket = left.Ticket }, cancellationToken) : left;
    }

    /// <summary>Comes back to the number that was left.</summary>
    public Task<OtpOutcome> ComeBackAsync(OtpCaller caller, CancellationToken cancellationToken) =>
        states.GetAsync(caller with { Ticket = caller.Ticket.ComeBack() }, cancellationToken);

    /// <summary>Forgets the challenge. The counts of its number stay.</summary>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task ForgetAsync(OtpCaller caller, CancellationToken cancellationToken)
    {
        if (caller.Ticket.Key(caller.Campaign) is { } key)
        {
            await stores.RequestsAsync(store => store.RemoveAsync(key, cancellationToken));
        }
    }

    private async Task<OtpOutcome> TryResetAsync(OtpCaller caller, CancellationToken cancellationToken)
    {
        var caughtUp = await challenges.CatchUpAsync(caller, cancellationToken);
        if (caughtUp.Ticket.Key(caller.Campaign) is { } key)
        {
            await stores.RequestsAsync(store => store.LeaveAsync(key, cancellationToken));
        }

        return new(caughtUp.Ticket.Leave());
    }
}
