using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Reports how far a browser has come. It sends nothing and checks nothing.</summary>
internal sealed class OtpStateReader(
    IOptionsMonitor<Offer18OtpOptions> options, OtpStores stores, ProofKeeper proofs, ILogger<OtpStateReader> logger)
{
    public Task<OtpOutcome> GetAsync(OtpCaller caller, CancellationToken cancellationToken) =>
        OtpStep.RunAsync(logger, "status", caller, () => TryGetAsync(caller, cancellationToken));

    private async Task<OtpOutcome> TryGetAsync(OtpCaller caller, CancellationToken cancellationToken)
    {
        // A finished challenge still has the visitor's return URL. It is read at the same time as the proof, so that the visitor waits only
        // once.
        var held = caller.Ticket.IsProved ? proofs.FindAsync(caller, cancellationToken) : Task.FromResult<VerifiedMsisdn?>(null);
        var challenge = caller.Ticket.Key(caller.Campaign) is { } key
            ? await stores.RequestsAsync(store => store.FindAsync(key, options.Get(caller.Campaign).Limits(), cancellationToken))
            : null;
        if (challenge is { Verified: null } && !caller.Ticket.IsProved)
        {
            return new(caller.Ticket) { State = OtpState.Pending(challenge), ReturnUrl = challenge.ReturnUrl };
        }

        var proof = await held ?? (challenge?.Verified is { } verified
            ? await proofs.CompleteAsync(caller, verified, cancellationToken)
            : await proofs.FindAsync(caller, cancellationToken));
        return proof is null
            ? new(caller.Ticket)
            : new(challenge is null ? caller.Ticket : caller.Ticket.WithProof(proof.Id))
            {
                State = OtpState.Verified(proof),
                ReturnUrl = challenge?.ReturnUrl,
            };
    }
}
