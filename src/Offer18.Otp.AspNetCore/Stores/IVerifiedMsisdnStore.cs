namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Keeps proofs and their revocations, for all nodes of the site. An operation that cannot be carried out throws, and the gate stays
/// closed.
/// </summary>
public interface IVerifiedMsisdnStore
{
    /// <summary>
    /// Keeps a proof until its <see cref="VerifiedMsisdn.ValidUntil"/>. A proof that is kept again, with the user who has signed in since,
    /// replaces what was kept. A revoked proof stays revoked.
    /// </summary>
    /// <param name="verified">The proof.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask SetAsync(VerifiedMsisdn verified, CancellationToken cancellationToken);

    /// <summary>Finds the proof with this id, even if it is revoked. Null if there is none, or if it has expired.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="id">The proof's id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<VerifiedMsisdn?> FindAsync(string campaign, OtpProofId id, CancellationToken cancellationToken);

    /// <summary>Revokes one proof. From now on <see cref="FindAsync"/> returns it as revoked, or does not find it.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="id">The proof's id.</param>
    /// <param name="keepFor">How long to remember this if the store does not know when the proof ends.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask RevokeAsync(string campaign, OtpProofId id, TimeSpan keepFor, CancellationToken cancellationToken);

    /// <summary>
    /// Revokes every proof that was made until now. From now on <see cref="FindAsync"/> returns them as revoked. A proof that is made later
    /// is not affected.
    /// </summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="msisdnDigest">The number's keyed digest. Null revokes the campaign's proofs of all numbers.</param>
    /// <param name="keepFor">How long to remember this: as long as a proof can be valid.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask RevokeAllAsync(string campaign, MsisdnDigest? msisdnDigest, TimeSpan keepFor, CancellationToken cancellationToken);
}
