namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Keeps proofs, and what was revoked of them, for all nodes of the site. An operation that cannot be carried out throws, and the gate stays
/// closed.
/// </summary>
public interface IVerifiedMsisdnStore
{
    /// <summary>Keeps a proof until its <see cref="VerifiedMsisdn.ValidUntil"/>. A revoked proof stays revoked.</summary>
    /// <param name="verified">The proof.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask SetAsync(VerifiedMsisdn verified, CancellationToken cancellationToken);

    /// <summary>The proof with this id, also when it is revoked. Null when there is none, or none any more.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="id">The proof's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<VerifiedMsisdn?> FindAsync(string campaign, OtpProofId id, CancellationToken cancellationToken);

    /// <summary>Revokes one proof. From now on <see cref="FindAsync"/> finds it as revoked, or does not find it.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="id">The proof's id.</param>
    /// <param name="keepFor">How long to remember this, where the store does not know when the proof ends.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask RevokeAsync(string campaign, OtpProofId id, TimeSpan keepFor, CancellationToken cancellationToken);

    /// <summary>
    /// Revokes every proof that was made until now. From now on <see cref="FindAsync"/> finds them as revoked. A proof that is made later is
    /// not touched.
    /// </summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="msisdnDigest">The number's keyed digest. Null revokes the campaign's proofs of all numbers.</param>
    /// <param name="keepFor">How long to remember this: as long as a proof can be valid.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask RevokeAllAsync(string campaign, MsisdnDigest? msisdnDigest, TimeSpan keepFor, CancellationToken cancellationToken);
}
