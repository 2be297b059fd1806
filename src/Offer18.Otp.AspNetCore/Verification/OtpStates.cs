using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Tells how far a browser has come, and lets it begin anew. Sends nothing and checks nothing.</summary>
internal sealed class OtpStates(
    IOptionsMonitor<Offer18OtpOptions> options, OtpStores stores, OtpProofs proofs, ILogger<OtpStates> logger)
{
    public async Task<OtpOutcome> GetAsync(OtpCaller caller, CancellationToken cancellationToken)
    {
        try
        {
            var limits = options.Get(caller.Campaign).Limits();
            // Side by side, for one wait: what a finished challenge says beside its proof is where to go on.
            var proved = caller.Ticket.IsProved ? proofs.FindAsync(caller, cancellationToken) : Task.FromResult<VerifiedMsisdn?>(null);
            var challenge = caller.Ticket.Key(caller.Campaign) is { } key
                ? await stores.RequestsAsync(store => store.FindAsync(key, limits, cancellationToken))
                : null;
            if (challenge is { Verified: null } && !caller.Ticket.IsProved)
            {
                return new(caller.Ticket) { State = OtpState.Of(challenge), ReturnUrl = challenge.ReturnUrl };
            }

            return (await proved ?? await proofs.FindAsync(caller, challenge, cancellationToken)) is { } proof
                ? new(challenge is null ? caller.Ticket : caller.Ticket.WithProof(proof.Id)) { State = OtpState.Of(proof), ReturnUrl = challenge?.ReturnUrl }
                : new(caller.Ticket);
        }
        catch (OtpStoreUnavailableException)
        {
            return Refuse("status", caller);
        }
    }

    /// <summary>Forgets the pending number. What was counted for it stays, and so does an earlier verification.</summary>
    public async Task<OtpOutcome> ResetAsync(OtpCaller caller, CancellationToken cancellationToken)
    {
        try
        {
            await ForgetAsync(caller, cancellationToken);
        }
        catch (OtpStoreUnavailableException)
        {
            return Refuse("reset", caller);
        }

        return await GetAsync(caller with { Ticket = caller.Ticket.WithoutChallenge() }, cancellationToken);
    }

    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task ForgetAsync(OtpCaller caller, CancellationToken cancellationToken)
    {
        if (caller.Ticket.Key(caller.Campaign) is { } key)
        {
            await stores.RequestsAsync(store => store.RemoveAsync(key, cancellationToken));
        }
    }

    private OtpOutcome Refuse(string operation, OtpCaller caller)
    {
        logger.Refused(operation, OtpErrorCodes.StoreUnavailable, caller.Campaign);
        return new(caller.Ticket) { Error = new OtpError(OtpErrorCodes.StoreUnavailable) };
    }
}
