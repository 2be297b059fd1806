using System.Diagnostics.CodeAnalysis;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>The store's answer to <see cref="IOtpRequestStore.BeginAttemptAsync"/>.</summary>
/// <param name="Status">Whether the code may be checked, or why not.</param>
public sealed record OtpAttemptDecision(OtpAttemptStatus Status)
{
    /// <summary>Whether the code may be checked.</summary>
    [MemberNotNullWhen(true, nameof(Lease), nameof(GrantedAt), nameof(Challenge))]
    public bool IsGranted => Status == OtpAttemptStatus.Granted;

    /// <summary>The end of this attempt needs it. Set when <see cref="OtpAttemptStatus.Granted"/>.</summary>
    public OtpLease? Lease { get; init; }

    /// <summary>
    /// When the attempt was granted, by the store's clock (UTC). A proof counts from then, whatever the nodes' own clocks say. Set when
    /// <see cref="OtpAttemptStatus.Granted"/>.
    /// </summary>
    public DateTimeOffset? GrantedAt { get; init; }

    /// <summary>
    /// The same code was checked before, and the answer was lost. The code may have been right, and Offer18 takes a code once.
    /// </summary>
    public bool IsRepeat { get; init; }

    /// <summary>How long the number is locked. Set when <see cref="OtpAttemptStatus.Exhausted"/> and it is locked now.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The challenge; null when there is none. Set when <see cref="OtpAttemptStatus.Granted"/>.</summary>
    public OtpChallenge? Challenge { get; init; }
}
