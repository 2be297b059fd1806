namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>The store's answer to <see cref="IOtpRequestStore.BeginSendAsync"/>.</summary>
/// <param name="Status">Whether the code may be sent, or why not.</param>
public sealed record OtpSendDecision(OtpSendStatus Status)
{
    /// <summary>The end of this send needs it. Set when <see cref="OtpSendStatus.Granted"/>.</summary>
    public OtpLease? Lease { get; init; }

    /// <summary>How long to wait before the next try, where waiting helps.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>This browser's challenge for the number, where there is one.</summary>
    public OtpChallenge? Challenge { get; init; }
}
