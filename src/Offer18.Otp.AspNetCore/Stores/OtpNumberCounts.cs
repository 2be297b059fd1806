namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>What stands against a number in an <see cref="IOtpRequestStore"/>. Times are the store's (UTC).</summary>
public sealed record OtpNumberCounts
{
    /// <summary>How many codes were sent to it within <see cref="OtpLimits.SendWindow"/>.</summary>
    public int Sends { get; init; }

    /// <summary>How many wrong codes in a row were checked for it.</summary>
    public int WrongCodes { get; init; }

    /// <summary>How many checks ended with <see cref="OtpAttemptOutcome.Refused"/> since its last right code.</summary>
    public int RefusedChecks { get; init; }

    /// <summary>Until when it is locked; null if it is not.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When the next code may be sent to it; null if it may be sent now.</summary>
    public DateTimeOffset? NextSendAt { get; init; }
}
