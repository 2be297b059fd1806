using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Keeps proofs and finds the one that serves a caller.</summary>
internal sealed class OtpProofs(OtpStores stores, TimeProvider timeProvider)
{
    /// <summary>Keeps a new proof and takes back the one that the browser had before.</summary>
    public Task KeepAsync(OtpCaller caller, VerifiedMsisdn proof)
    {
        var kept = stores.VerifiedAsync(store => store.SetAsync(proof, CancellationToken.None));
        return caller.Ticket.ProofId is { } former ? Task.WhenAll(kept, RevokeAsync(caller.Campaign, former)) : kept;
    }

    /// <summary>The valid proof of the caller's ticket, for the campaign and the user that it was made for; else null.</summary>
    public async Task<VerifiedMsisdn?> FindAsync(OtpCaller caller, CancellationToken cancellationToken) =>
        caller.Ticket.ProofId is { } id
        && await stores.VerifiedAsync(store => store.FindAsync(caller.Campaign, id, cancellationToken)) is { } proof
        && Serves(proof, caller)
            ? proof
            : null;

    /// <summary>
    /// The same for a challenge that was verified. Its proof is kept again where the store has never heard of it: somebody
    /// was stopped between Offer18's answer and the store.
    /// </summary>
    public async Task<VerifiedMsisdn?> FindAsync(OtpCaller caller, OtpChallenge? challenge, CancellationToken cancellationToken)
    {
        if (challenge?.Verified is not { } proof)
        {
            return await FindAsync(caller, cancellationToken);
        }

        var kept = await stores.VerifiedAsync(store => store.FindAsync(caller.Campaign, proof.Id, cancellationToken));
        if (kept is null && Serves(proof, caller))
        {
            await stores.VerifiedAsync(store => store.SetAsync(proof, cancellationToken));
        }

        return Serves(kept ?? proof, caller) ? kept ?? proof : null;
    }

    /// <summary>Takes one proof back.</summary>
    public async Task RevokeAsync(string campaign, string id)
    {
        if (await stores.VerifiedAsync(store => store.FindAsync(campaign, id, CancellationToken.None)) is { } proof)
        {
            await stores.VerifiedAsync(store => store.SetAsync(proof with { Revoked = true }, CancellationToken.None));
        }
    }

    /// <summary>Takes back all proofs of a number, or of the campaign where it is null.</summary>
    public Task RevokeAllAsync(string campaign, string? msisdn, CancellationToken cancellationToken) =>
        stores.VerifiedAsync(store => store.RevokeAsync(campaign, msisdn, Offer18OtpOptions.LongestVerifiedLifetime, cancellationToken));

    private bool Serves(VerifiedMsisdn proof, OtpCaller caller) =>
        !proof.Revoked
        && proof.Campaign == caller.Campaign
        && proof.ValidUntil > timeProvider.GetUtcNow()
        && (proof.Subject is null || proof.Subject == caller.Subject);
}
