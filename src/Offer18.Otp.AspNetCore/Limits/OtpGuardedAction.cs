using System.Net;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>What a guard is asked about.</summary>
/// <param name="Kind">A send or a check.</param>
/// <param name="Key">The challenge: its campaign, a digest of its number, and a digest of what the browser holds.</param>
internal sealed record OtpGuardedAction(OtpGuardedKind Kind, OtpChallengeKey Key)
{
    /// <summary>The number, digits with the country code, where the visitor has just typed it; null for a resend and for a check.</summary>
    public string? Digits { get; init; }

    /// <summary>The visitor's address; null where it is not known.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Says that it is an action and no more: a record's own text would show the number.</summary>
    public override string ToString() => nameof(OtpGuardedAction);
}
