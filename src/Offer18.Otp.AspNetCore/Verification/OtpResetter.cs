using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Lets a visitor start again with another number, and come back.</summary>
internal sealed class OtpResetter(IOptionsMonitor<Offer18OtpOptions> options, OtpStores stores, ChallengeFinder challenges, OtpStateReader states, ILogger<OtpResetter> logger)
{
    /// <summary>
    /// Leaves the number. Its code may still arrive, so the challenge stays in the store, and so do the number's counts and an earlier proof.
    /// </summary>
    public async Task<OtpOutcome> ResetAsync(OtpCaller caller, CancellationToken cancellationToken)
    {
        var left = await OtpStep.RunAsync(logger, "reset", caller, TryResetAsync(caller, cancellationToken));
        return left.Error is null ? await states.GetAsync(caller with { Ticket = left.Ticket }, cancellationToken) : left;
    }

    /// <summary>
    /// Ends the challenge whose code was to be confirmed, and says whether a check may have subscribed the visitor already. If the page shows another number than the present
    /// one, nothing changes.
    /// </summary>
    /// <param name="caller">The caller.</param>
    /// <param name="tag">The number's tag on the page.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<OtpOutcome> CancelAsync(OtpCaller caller, string tag, CancellationToken cancellationToken) =>
        OtpStep.RunAsync(logger, "reset", caller, TryCancelAsync(caller, tag, cancellationToken));

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

    private async Task<OtpOutcome> TryCancelAsync(OtpCaller caller, string tag, CancellationToken cancellationToken)
    {
        if (caller.Ticket.MsisdnDigest is not { } msisdn || caller.Ticket.TagOf(msisdn) != tag)
        {
            return await states.GetAsync(caller, cancellationToken);
        }

        var challenge = await challenges.FindAsync(caller.Campaign, caller.Ticket, cancellationToken);
        var status = await EndAsync(caller, cancellationToken);
        if (status == OtpAttemptStatus.AlreadyVerified)
        {
            return await states.GetAsync(caller, cancellationToken);
        }

        if (status == OtpAttemptStatus.InProgress)
        {
            return OtpOutcome.Refused(caller.Ticket, new OtpError(OtpErrorCodes.VerificationInProgress));
        }

        var left = await ResetAsync(caller, cancellationToken);
        // What nobody remembers may have ended well.
        var isCertain = challenge is { LastCheck: OtpCheckProgress.None } && !caller.Ticket.MayBeSubscribed;
        return left with { Cancelled = isCertain ? OtpCancellation.Certain : OtpCancellation.Uncertain };
    }

    // While this holds the lease, no other request can begin a check; and after it, none of this challenge. So no confirmation that is still on its way, or that
    // somebody repeats, subscribes the visitor.
    private async Task<OtpAttemptStatus> EndAsync(OtpCaller caller, CancellationToken cancellationToken)
    {
        var key = caller.Ticket.Key(caller.Campaign)!;
        var limits = options.Get(caller.Campaign).NumberLimits(caller.Ticket);
        var decision = await stores.RequestsAsync(store => store.BeginAttemptAsync(key, caller.Ticket.CodeDigest("cancelled"), limits, cancellationToken));
        if (decision.IsGranted)
        {
            await stores.RequestsAsync(store => store.EndAttemptAsync(key, decision.Lease, OtpAttemptOutcome.Cancelled, null, limits, CancellationToken.None));
        }
        else if (decision.Status == OtpAttemptStatus.Exhausted)
        {
            // It could be checked again when the lock is over.
            await stores.RequestsAsync(store => store.RemoveAsync(key, cancellationToken));
        }

        return decision.Status;
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
