namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>What the store says to the wish to send a code.</summary>
/// <param name="Status">Whether it may be sent, or why not.</param>
public sealed record OtpSendDecision(OtpSendStatus Status)
{
    /// <summary>To be handed back with the end of this send. Set when <see cref="OtpSendStatus.Granted"/>.</summary>
    public string? Lease { get; init; }

    /// <summary>How long to wait before asking again, where waiting helps.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>This browser's challenge for the number, where there is one.</summary>
    public OtpChallenge? Challenge { get; init; }
}
