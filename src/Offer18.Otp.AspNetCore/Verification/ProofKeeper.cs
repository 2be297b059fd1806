using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Makes proofs, keeps them, and finds the one that is valid for a caller.</summary>
internal sealed class ProofKeeper(
    OtpStores stores, MsisdnDigests digests, IOptionsMonitor<Offer18OtpOptions> options, TestNumbers tests, StepEvents events, OtpMeter meter, TimeProvider timeProvider)
{
    /// <summary>The reason of a revocation: a newer proof takes the place of the old one.</summary>
    public const string Replaced = "replaced";

    /// <summary>The reason of a revocation: the site revoked the proof of one browser.</summary>
    public const string OfBrowser = "browser";

    /// <summary>A new proof of a challenge's number, verified at that time.</summary>
    public static VerifiedMsisdn New(OtpCaller caller, OtpChallengeKey key, string digits, DateTimeOffset verifiedAt, TimeSpan lifetime, bool isTest = false, OtpCampaignContext? context = null) => new()
    {
        Id = new($"{key.MsisdnDigest.Value}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}"),
        Campaign = caller.Campaign,
        Msisdn = "+" + digits,
        VerifiedAt = verifiedAt,
        ValidUntil = verifiedAt + lifetime,
        Subject = caller.Subject,
        IsTest = isTest,
        Context = context,
    };

    public Task KeepAsync(VerifiedMsisdn proof) => stores.VerifiedAsync(store => store.SetAsync(proof, CancellationToken.None));

    /// <summary>The valid proof that the caller holds, made for this campaign and this user; null if there is none.</summary>
    public ValueTask<VerifiedMsisdn?> FindAsync(OtpCaller caller, CancellationToken cancellationToken) =>
        caller.Ticket.ProofId is { } id ? FindAsync(caller.Campaign, id, caller.Subject, cancellationToken) : default;

    /// <summary>The valid proof with this id, made for this campaign and this user; null if there is none.</summary>
    public async ValueTask<VerifiedMsisdn?> FindAsync(string campaign, OtpProofId proofId, string? subject, CancellationToken cancellationToken)
    {
        var kept = await stores.VerifiedAsync(store => store.FindAsync(campaign, proofId, cancellationToken));
        if (kept is null || !Serves(kept, campaign, subject))
        {
            return null;
        }

        // Only the first request after the sign-in has something to keep.
        var proof = Bind(kept, subject);
        if (proof != kept)
        {
            await KeepAsync(proof);
        }

        return proof;
    }

    /// <summary>
    /// Finishes an interrupted verification: saves the missing proof, revokes the old one. It binds the proof to nobody.
    /// </summary>
    /// <returns>The proof of the verified challenge; null if it is no longer valid for the caller.</returns>
    public async Task<VerifiedMsisdn?> CompleteAsync(OtpCaller caller, VerifiedMsisdn ofChallenge, CancellationToken cancellationToken)
    {
        var kept = await stores.VerifiedAsync(store => store.FindAsync(caller.Campaign, ofChallenge.Id, cancellationToken));
        if (!Serves(kept ?? ofChallenge, caller.Campaign, caller.Subject))
        {
            return null;
        }

        if (kept is null)
        {
            await stores.VerifiedAsync(store => store.SetAsync(ofChallenge, cancellationToken));
        }

        if (caller.Ticket.ProofId is { } former && former != ofChallenge.Id)
        {
            await RevokeAsync(caller.Campaign, former, Replaced);
        }

        return kept ?? ofChallenge;
    }

    /// <summary>Revokes one proof.</summary>
    public async Task RevokeAsync(string campaign, OtpProofId proofId, string reason)
    {
        var proof = events.AreWanted(campaign) ? await stores.VerifiedAsync(store => store.FindAsync(campaign, proofId, CancellationToken.None)) : null;
        await stores.VerifiedAsync(store => store.RevokeAsync(campaign, proofId, Offer18OtpOptions.LongestVerifiedLifetime, CancellationToken.None));
        meter.ProofsRevoked(campaign, reason);
        if (proof is { Revoked: false })
        {
            await events.TellRevokedAsync(new(campaign) { Digits = proof.Msisdn.TrimStart('+'), Context = proof.Context, IsTest = proof.IsTest }, reason);
        }
    }

    /// <summary>Revokes all proofs of a number, or of the whole campaign if the number is null.</summary>
    public async Task RevokeAllAsync(string campaign, string? digits, CancellationToken cancellationToken)
    {
        IEnumerable<MsisdnDigest?> all = digits is null ? Enumerable.Repeat<MsisdnDigest?>(null, 1) : digests.Compute(campaign, digits);
        await Task.WhenAll(all.Select(digest => stores.VerifiedAsync(store =>
            store.RevokeAllAsync(campaign, digest, Offer18OtpOptions.LongestVerifiedLifetime, cancellationToken))));
        var reason = digits is null ? "campaign" : "number";
        meter.ProofsRevoked(campaign, reason);
        await events.TellRevokedAsync(new(campaign) { Digits = digits }, reason);
    }

    // A proof that was made while nobody was signed in belongs to whoever signs in next.
    private VerifiedMsisdn Bind(VerifiedMsisdn proof, string? subject) =>
        proof.Subject is null && subject is not null && options.Get(proof.Campaign).BindProofAtSignIn ? proof with { Subject = subject } : proof;

    private bool Serves(VerifiedMsisdn proof, string campaign, string? subject) =>
        !proof.Revoked
        && proof.Campaign == campaign
        && proof.ValidUntil > timeProvider.GetUtcNow()
        && (proof.Subject is null || proof.Subject == subject)
        && (!proof.IsTest || tests.MayPass(proof));
}
