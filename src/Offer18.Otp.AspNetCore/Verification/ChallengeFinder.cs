using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Finds the challenges of a browser: its own, the one that it does not know of, and the one that it has left.</summary>
internal sealed class ChallengeFinder(
    IOptionsMonitor<Offer18OtpOptions> options, OtpStores stores, ProofKeeper proofs, TimeProvider timeProvider)
{
    /// <summary>
    /// The caller with the number that it last asked a code for. If the answer was cut off, the browser does not have it in its ticket. A
    /// verified browser's ticket says enough: a copy of it must not lead to a later challenge.
    /// </summary>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task<OtpCaller> CatchUpAsync(OtpCaller caller, CancellationToken cancellationToken) =>
        caller.Ticket.MsisdnDigest is null && await proofs.FindAsync(caller, cancellationToken) is null
            ? await CatchUpUnprovedAsync(caller, cancellationToken)
            : caller;

    /// <summary>The same for a caller that is known to have no valid proof.</summary>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task<OtpCaller> CatchUpUnprovedAsync(OtpCaller caller, CancellationToken cancellationToken) =>
        caller is { IsNew: false, Ticket.MsisdnDigest: null }
        && await stores.RequestsAsync(store => store.FindMsisdnAsync(caller.Campaign, caller.Ticket.Id, cancellationToken)) is { } msisdn
            ? caller with { Ticket = caller.Ticket.ForNumber(msisdn) }
            : caller;

    /// <summary>The ticket's challenge: pending, expired or verified. Null if there is none.</summary>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task<OtpChallenge?> FindAsync(string campaign, OtpTicket ticket, CancellationToken cancellationToken) =>
        ticket.Key(campaign) is { } key
            ? await stores.RequestsAsync(store => store.FindAsync(key, options.Get(campaign).Limits(), cancellationToken))
            : null;

    /// <summary>The ticket's challenge, if one of its codes can still be checked; otherwise null.</summary>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task<OtpChallenge?> FindUsableAsync(string campaign, OtpTicket ticket, CancellationToken cancellationToken) =>
        await FindAsync(campaign, ticket, cancellationToken) is { } challenge && challenge.IsUsable(timeProvider.GetUtcNow()) ? challenge : null;
}
