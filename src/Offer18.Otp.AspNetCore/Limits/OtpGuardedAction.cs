using System.Net;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>What a guard is asked about.</summary>
/// <param name="Kind">A send or a check.</param>
/// <param name="Key">The challenge's key: its campaign, a digest of its number, and a digest of the browser's handle.</param>
internal sealed record OtpGuardedAction(OtpGuardedKind Kind, OtpChallengeKey Key)
{
    /// <summary>The number that the visitor has just typed: digits with the country code. Null for a resend and for a check.</summary>
    public string? Digits { get; init; }

    /// <summary>The visitor's address; null if unknown.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Only the type's name, because a record's own text would show the number.</summary>
    public override string ToString() => nameof(OtpGuardedAction);
}
