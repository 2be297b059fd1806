using System.Diagnostics.CodeAnalysis;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>The store's answer to <see cref="IOtpRequestStore.BeginSendAsync(OtpChallengeKey, string, string, OtpLimits, CancellationToken)"/>.</summary>
/// <param name="Status">Whether the code may be sent, or why not.</param>
public sealed record OtpSendDecision(OtpSendStatus Status)
{
    /// <summary>Whether the code may be sent.</summary>
    [MemberNotNullWhen(true, nameof(Lease), nameof(Challenge))]
    public bool IsGranted => Status == OtpSendStatus.Granted;

    /// <summary>The lease to pass to <see cref="IOtpRequestStore.EndSendAsync"/>. Set when <see cref="OtpSendStatus.Granted"/>.</summary>
    public OtpLease? Lease { get; init; }

    /// <summary>How long to wait before the next try, if waiting helps.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Why the last send to this number was refused, one of <see cref="OtpErrorCodes"/>. Set if a new send is granted to nobody for a while,
    /// and the last one was refused.
    /// </summary>
    public string? LastErrorCode { get; init; }

    /// <summary>This browser's challenge for the number, if there is one. Set when <see cref="OtpSendStatus.Granted"/>.</summary>
    public OtpChallenge? Challenge { get; init; }
}
