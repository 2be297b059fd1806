namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// The id of a proof: the number's keyed digest, a dot, and 256 bits of randomness. Each verification has a new one. A store needs only
/// the id to look up whether the number's proofs were revoked. It need not read the proof first.
/// </summary>
public sealed record OtpProofId
{
    /// <summary>An id from its text.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">The text does not begin with a digest.</exception>
    public OtpProofId(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        Value = value;
        MsisdnDigest = new MsisdnDigest(value.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? value[..dot] : value);
    }

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>The keyed digest of the number.</summary>
    public MsisdnDigest MsisdnDigest { get; }

    /// <summary>The text.</summary>
    public override string ToString() => Value;
}
