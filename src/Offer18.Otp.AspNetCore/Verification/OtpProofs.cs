using System.Buffers.Text;
using System.Security.Cryptography;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Keeps proofs and finds the one that serves a caller.</summary>
internal sealed class OtpProofs(OtpStores stores, MsisdnDigests digests, TimeProvider timeProvider)
{
    /// <summary>A new proof of a challenge's number, verified at that time.</summary>
    public static VerifiedMsisdn New(OtpCaller caller, OtpChallengeKey key, string digits, DateTimeOffset verifiedAt, TimeSpan lifetime) => new()
    {
        Id = new($"{key.MsisdnDigest.Value}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}"),
        Campaign = caller.Campaign,
        Msisdn = "+" + digits,
        VerifiedAt = verifiedAt,
        ValidUntil = verifiedAt + lifetime,
        Subject = caller.Subject,
    };

    public Task KeepAsync(VerifiedMsisdn proof) => stores.VerifiedAsync(store => store.SetAsync(proof, CancellationToken.None));

    /// <summary>The valid proof of the caller's ticket, for the campaign and the user that it was made for; else null.</summary>
    public async Task<VerifiedMsisdn?> FindAsync(OtpCaller caller, CancellationToken cancellationToken) =>
        caller.Ticket.ProofId is { } id
        && await stores.VerifiedAsync(store => store.FindAsync(caller.Campaign, id, cancellationToken)) is { } proof
        && Serves(proof, caller)
            ? proof
            : null;

    /// <summary>
    /// The same for a challenge that was verified. What was stopped between Offer18's answer and the store is done now: its proof is kept
    /// where the store has never heard of it, and the browser's former proof, which its ticket still holds, is taken back.
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

        if (!Serves(kept ?? proof, caller))
        {
            return null;
        }

        if (caller.Ticket.ProofId is { } former && former != proof.Id)
        {
            await RevokeAsync(caller.Campaign, former);
        }

        return kept ?? proof;
    }

    /// <summary>Takes one proof back.</summary>
    public Task RevokeAsync(string campaign, OtpProofId id) =>
        stores.VerifiedAsync(store => store.RevokeAsync(campaign, id, Offer18OtpOptions.LongestVerifiedLifetime, CancellationToken.None));

    /// <summary>Takes back all proofs of a number, or of the campaign where it is null.</summary>
    public Task RevokeAllAsync(string campaign, string? digits, CancellationToken cancellationToken) =>
        stores.VerifiedAsync(store => store.RevokeAllAsync(
            campaign, digits is null ? null : digests.Of(campaign, digits), Offer18OtpOptions.LongestVerifiedLifetime, cancellationToken));

    private bool Serves(VerifiedMsisdn proof, OtpCaller caller) =>
        !proof.Revoked
        && proof.Campaign == caller.Campaign
        && proof.ValidUntil > timeProvider.GetUtcNow()
        && (proof.Subject is null || proof.Subject == caller.Subject);
}
