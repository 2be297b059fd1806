namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// The id of a proof: the number's keyed digest, a dot, and 256 bits of randomness. Each verification has a new one. From the id alone,
/// before it reads the proof, a store can look up whether the number's proofs were revoked.
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
        MsisdnDigest = new MsisdnDigest(value.Split('.')[0]);
    }

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>The keyed digest of the number.</summary>
    public MsisdnDigest MsisdnDigest { get; }

    /// <summary>The text.</summary>
    public override string ToString() => Value;
}
