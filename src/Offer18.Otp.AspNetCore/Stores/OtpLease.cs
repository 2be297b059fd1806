using System.Buffers.Text;
using System.Security.Cryptography;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// The right to end one send or one attempt. The store gives the lease when it grants the operation. The lease is used up when the
/// operation ends.
/// </summary>
public sealed record OtpLease
{
    /// <summary>A lease from its text.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public OtpLease(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        Value = value;
    }

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>A new lease: 128 bits of randomness, base64url.</summary>
    public static OtpLease New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));

    /// <summary>The text.</summary>
    public override string ToString() => Value;
}
