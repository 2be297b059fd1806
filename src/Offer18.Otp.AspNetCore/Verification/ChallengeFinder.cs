using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Finds the challenges of a browser: its own, the one that it does not know of, and the one that it has left.</summary>
internal sealed class ChallengeFinder(
    IOptionsMonitor<Offer18OtpOptions> options,
    OtpStores stores,
    ProofKeeper proofs,
    AllowLists lists,
    IMsisdnParser numbers,
    TimeProvider timeProvider)
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
        caller is { IsNew: false, Ticket.MsisdnDigest: null } && await FindAskedAsync(caller, _ => true, cancellationToken) is { } asked
            ? caller with { Ticket = caller.Ticket.ForNumber(asked) }
            : caller;

    /// <summary>
    /// The caller with the number whose code a page shows a field for. Since the page was made, the visitor may have asked for another
    /// number's code in a second tab, or may have left the number.
    /// </summary>
    /// <param name="caller">The caller.</param>
    /// <param name="back">The number's tag; <c>true</c> for the number that was left; null for the caller's present number.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task<OtpCaller> SwitchAsync(OtpCaller caller, string? back, CancellationToken cancellationToken)
    {
        var ticket = caller.Ticket;
        if (back is not null and not "true" && !IsMeant(ticket.MsisdnDigest))
        {
            var meant = IsMeant(ticket.LeftMsisdnDigest)
                ? ticket.LeftMsisdnDigest
                : await FindAskedAsync(caller, IsMeant, cancellationToken);
            if (meant is not null)
            {
                return caller with { Ticket = ticket.SwitchTo(meant) };
            }
        }

        var caughtUp = await CatchUpAsync(caller, cancellationToken);
        return back is null ? caughtUp : caughtUp with { Ticket = caughtUp.Ticket.ComeBack() };

        bool IsMeant(MsisdnDigest? msisdnDigest) => msisdnDigest is not null && ticket.TagOf(msisdnDigest) == back;
    }

    /// <summary>The ticket's challenge: pending, expired or verified. Null if there is none.</summary>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task<OtpChallenge?> FindAsync(string campaign, OtpTicket ticket, CancellationToken cancellationToken) =>
        ticket.Key(campaign) is { } key
            ? await stores.RequestsAsync(store => store.FindAsync(key, options.Get(campaign).NumberLimits(ticket), cancellationToken))
            : null;

    /// <summary>
    /// The number of the ticket's challenge, for limits that need it. Null if they do not: what they need is in the ticket, unless the last answer was
    /// lost, the owner's lists let the send pass uncounted, or the lists name numbers.
    /// </summary>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task<Msisdn?> FindNumberAsync(string campaign, OtpTicket ticket, CancellationToken cancellationToken) =>
        (ticket.Sent is null || lists.NameNumbers(campaign)) && await FindAsync(campaign, ticket, cancellationToken) is { Digits: var digits }
            ? numbers.Parse("+" + digits, ["*"], null) ?? new(digits, "")
            : null;

    /// <summary>
    /// The proof of a finished challenge, for the browser that got no answer to its right code: once, and soon. Null if the browser that
    /// asks is another one, as far as that can be known.
    /// </summary>
    /// <exception cref="OtpStoreUnavailableException">A store cannot be reached.</exception>
    public async Task<VerifiedMsisdn?> TakeProofAsync(OtpCaller caller, VerifiedMsisdn ofChallenge, CancellationToken cancellationToken)
    {
        if (!caller.IsOwnTicket || caller.Ticket.Key(caller.Campaign) is not { } key)
        {
            return null;
        }

        // Completed first: if a store fails, the proof can still be taken. Whoever comes too late has bound nothing by it.
        var proof = await proofs.CompleteAsync(caller, ofChallenge, cancellationToken);
        var taken = await stores.RequestsAsync(store => store.TakeProofAsync(key, options.Get(caller.Campaign).NumberLimits(caller.Ticket), cancellationToken));
        return taken is null ? null : await BindAsync(proof, caller, cancellationToken);
    }

    // The browser cannot take the proof again. If the store fails now, the next request binds it.
    private async Task<VerifiedMsisdn?> BindAsync(VerifiedMsisdn? proof, OtpCaller caller, CancellationToken cancellationToken)
    {
        try
        {
            return proof is null || caller.Subject is null ? proof : await proofs.FindAsync(caller.Campaign, proof.Id, caller.Subject, cancellationToken);
        }
        catch (OtpStoreUnavailableException)
        {
            return proof;
        }
    }

    /// <summary>The ticket's challenge, if one of its codes can still be checked; otherwise null.</summary>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task<OtpChallenge?> FindUsableAsync(string campaign, OtpTicket ticket, CancellationToken cancellationToken) =>
        await FindAsync(campaign, ticket, cancellationToken) is { } challenge && challenge.IsUsable(timeProvider.GetUtcNow()) ? challenge : null;

    // A send that was refused has left no challenge. A finished one is for the browser that finished it: whoever finds the number here did not
    // hold its digest. Nor does a copy of the ticket lead another browser to the number.
    private async Task<MsisdnDigest?> FindAskedAsync(OtpCaller caller, Func<MsisdnDigest, bool> isMeant, CancellationToken cancellationToken)
    {
        if (!caller.IsOwnTicket)
        {
            return null;
        }

        foreach (var asked in await stores.RequestsAsync(store => store.FindAskedAsync(caller.Campaign, caller.Ticket.Id, cancellationToken)))
        {
            if (isMeant(asked) && await FindAsync(caller.Campaign, caller.Ticket.SwitchTo(asked), cancellationToken) is { Verified: null })
            {
                return asked;
            }
        }

        return null;
    }
}
