namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// A keyed digest of a number (128 bits, base64url). It stands for the number in the keys of a store. Without the campaign's <c>ApiKey</c>
/// nobody can find the number from it.
/// </summary>
public sealed record MsisdnDigest
{
    /// <summary>A digest from its text.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public MsisdnDigest(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        Value = value;
    }

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>The text.</summary>
    public override string ToString() => Value;
}
