namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>The proof that a browser's visitor owned a number at a time.</summary>
public sealed record VerifiedMsisdn
{
    /// <summary>
    /// The proof's id: the number's keyed digest (as in <see cref="OtpChallengeKey.MsisdnDigest"/>), a dot, and 256 bits of
    /// randomness, new with each verification.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The campaign it was made for, and the only one it serves; empty is the default one.</summary>
    public required string Campaign { get; init; }

    /// <summary>The number: digits with the country code and without <c>+</c>.</summary>
    public required string Msisdn { get; init; }

    /// <summary>When the check of the code began, by the store's clock (UTC).</summary>
    public required DateTimeOffset VerifiedAt { get; init; }

    /// <summary>Until when it opens the gate (UTC).</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>A digest of the signed-in user it was made as, the only one it serves; null when nobody was signed in.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether it was taken back. A store keeps this until <see cref="ValidUntil"/>: what is revoked stays so.</summary>
    public bool Revoked { get; init; }

    /// <summary>The number's keyed digest, as a proof's id begins with it.</summary>
    /// <param name="id">A proof's id.</param>
    public static string MsisdnDigestOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Split('.')[0];
    }

    /// <summary>Says that it is a proof and no more: a record's own text would show the number.</summary>
    public override string ToString() => nameof(VerifiedMsisdn);
}
