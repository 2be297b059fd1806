using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Reports how far a browser has come. It sends nothing and checks nothing.</summary>
internal sealed class OtpStateReader(ChallengeFinder challenges, ProofKeeper proofs, TimeProvider timeProvider, ILogger<OtpStateReader> logger)
{
    public Task<OtpOutcome> GetAsync(OtpCaller caller, CancellationToken cancellationToken) =>
        OtpStep.RunAsync(logger, "status", caller, TryGetAsync(caller, cancellationToken));

    private async Task<OtpOutcome> TryGetAsync(OtpCaller caller, CancellationToken cancellationToken)
    {
        var held = caller.Ticket.MsisdnDigest is null ? await proofs.FindAsync(caller, cancellationToken) : null;
        var caughtUp = held is null ? await challenges.CatchUpUnprovedAsync(caller, cancellationToken) : caller;
        var challenge = await challenges.FindAsync(caughtUp.Campaign, caughtUp.Ticket, cancellationToken);
        if (challenge is { Verified: null })
        {
            return new(caughtUp.Ticket)
            {
                State = OtpState.Pending(challenge) with
                {
                    // A store of the site's own may keep nothing of the campaign.
                    Operator = challenge.Context?.Operator ?? caughtUp.Ticket.Operator,
                    IsConfirmationUnanswered = caughtUp.Ticket.MayBeSubscribed || challenge.LastCheck != OtpCheckProgress.None,
                    AwaitsConfirmation = caughtUp.Ticket.Code is not null && challenge.IsUsable(timeProvider.GetUtcNow()),
                },
                ReturnUrl = challenge.ReturnUrl,
            };
        }

        var proof = challenge?.Verified is { } verified
            ? await challenges.TakeProofAsync(caughtUp, verified, cancellationToken)
            : held ?? await proofs.FindAsync(caller, cancellationToken);
        var ticket = challenge is null || proof is null ? caller.Ticket : OtpTicket.OfProof(proof.Id, challenge.ReturnUrl, caller.Agent);
        var state = proof is null ? OtpState.None : OtpState.Verified(proof);
        return new(ticket)
        {
            State = state with { LeftMaskedMsisdn = await FindLeftAsync(caller.Campaign, ticket, cancellationToken) },
            ReturnUrl = ticket.ReturnUrl,
        };
    }

    private async Task<string?> FindLeftAsync(string campaign, OtpTicket ticket, CancellationToken cancellationToken) =>
        ticket is { MsisdnDigest: null, LeftMsisdnDigest: not null }
        && await challenges.FindUsableAsync(campaign, ticket.ComeBack(), cancellationToken) is { } left
            ? MsisdnMask.Apply(left.Digits)
            : null;
}
