namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Whether a code may be sent.</summary>
public enum OtpSendStatus
{
    /// <summary>This caller may send it, once. The send is counted.</summary>
    Granted,

    /// <summary>No number was given, and the browser has no challenge that has one.</summary>
    NoChallenge,

    /// <summary>
    /// The last code went to this number less than <see cref="OtpLimits.ResendCooldown"/> ago, or a code of this challenge is being sent or
    /// checked.
    /// </summary>
    TooSoon,

    /// <summary><see cref="OtpLimits.MaxSends"/> codes went to this number within <see cref="OtpLimits.SendWindow"/>.</summary>
    LimitReached,

    /// <summary>The number is locked after too many wrong codes.</summary>
    Locked,
}
