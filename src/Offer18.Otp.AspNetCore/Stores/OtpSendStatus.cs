namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Whether a code may be sent.</summary>
public enum OtpSendStatus
{
    /// <summary>It may, once, and has been counted.</summary>
    Granted,

    /// <summary>No number was given, and the browser has no challenge to take it from.</summary>
    NoChallenge,

    /// <summary>
    /// The last code went to this number less than <see cref="OtpLimits.ResendCooldown"/> ago, or this challenge has a code on its
    /// way or being checked.
    /// </summary>
    TooSoon,

    /// <summary><see cref="OtpLimits.MaxSends"/> codes went to this number within <see cref="OtpLimits.SendWindow"/>.</summary>
    LimitReached,

    /// <summary>The number is locked after too many wrong codes.</summary>
    Locked,
}
