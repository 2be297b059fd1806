namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>What the store says to the wish to check a code.</summary>
/// <param name="Status">Whether it may be checked, or why not.</param>
public sealed record OtpAttemptDecision(OtpAttemptStatus Status)
{
    /// <summary>To be handed back with the end of this attempt. Set when <see cref="OtpAttemptStatus.Granted"/>.</summary>
    public string? Lease { get; init; }

    /// <summary>
    /// When it was granted, by the store's clock (UTC): what comes of it counts from then, whatever the nodes' own clocks say. Set
    /// when <see cref="OtpAttemptStatus.Granted"/>.
    /// </summary>
    public DateTimeOffset? GrantedAt { get; init; }

    /// <summary>
    /// The same code was checked before and the answer was lost: it may have been right, and been taken for good by then.
    /// </summary>
    public bool IsRepeat { get; init; }

    /// <summary>How long the number is locked. Set when <see cref="OtpAttemptStatus.Exhausted"/> and it is locked now.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The challenge; null when there is none.</summary>
    public OtpChallenge? Challenge { get; init; }
}
