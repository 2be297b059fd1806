using System.Diagnostics.CodeAnalysis;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>The store's answer to <see cref="IOtpRequestStore.BeginAttemptAsync"/>.</summary>
/// <param name="Status">Whether the code may be checked, or why not.</param>
public sealed record OtpAttemptDecision(OtpAttemptStatus Status)
{
    /// <summary>Whether the code may be checked.</summary>
    [MemberNotNullWhen(true, nameof(Lease), nameof(GrantedAt), nameof(Challenge))]
    public bool IsGranted => Status == OtpAttemptStatus.Granted;

    /// <summary>The lease to pass to <see cref="IOtpRequestStore.EndAttemptAsync"/>. Set when <see cref="OtpAttemptStatus.Granted"/>.</summary>
    public OtpLease? Lease { get; init; }

    /// <summary>
    /// When the attempt was granted, by the store's clock (UTC). The proof counts from this time, whatever the nodes' own clocks show. Set
    /// when <see cref="OtpAttemptStatus.Granted"/>.
    /// </summary>
    public DateTimeOffset? GrantedAt { get; init; }

    /// <summary>
    /// Whether the same code was checked before, and the answer was lost or did not say whether the code was right. The code may have been
    /// right, and Offer18 accepts a code only once.
    /// </summary>
    public bool IsRepeat { get; init; }

    /// <summary>How long the number is locked. Set when <see cref="OtpAttemptStatus.Exhausted"/> and it is locked now.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The challenge; null if there is none. Set when <see cref="OtpAttemptStatus.Granted"/>.</summary>
    public OtpChallenge? Challenge { get; init; }
}
