namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Keeps what was verified, and what was revoked of it, for all nodes of the site. An operation that cannot be carried out throws; the gate then stays
/// closed.
/// </summary>
public interface IVerifiedMsisdnStore
{
    /// <summary>Keeps a proof until its <see cref="VerifiedMsisdn.ValidUntil"/>. One that was revoked stays revoked.</summary>
    /// <param name="verified">The proof.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask SetAsync(VerifiedMsisdn verified, CancellationToken cancellationToken);

    /// <summary>The proof with this id, revoked ones too; null when there is none (any more).</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="id">The proof's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<VerifiedMsisdn?> FindAsync(string campaign, string id, CancellationToken cancellationToken);

    /// <summary>Takes back one proof: from now on <see cref="FindAsync"/> finds it as revoked, or not at all.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="id">The proof's id.</param>
    /// <param name="keepFor">How long this must be remembered where the proof's own end is not known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask RevokeAsync(string campaign, string id, TimeSpan keepFor, CancellationToken cancellationToken);

    /// <summary>
    /// Takes back every proof that was made until now: from now on <see cref="FindAsync"/> finds them as revoked. What is verified
    /// later is not touched.
    /// </summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="msisdnDigest">The number's keyed digest, as its proofs' ids begin with it; null takes back the campaign's proofs of all numbers.</param>
    /// <param name="keepFor">How long this must be remembered: as long as a proof can be valid.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask RevokeAllAsync(string campaign, string? msisdnDigest, TimeSpan keepFor, CancellationToken cancellationToken);
}
