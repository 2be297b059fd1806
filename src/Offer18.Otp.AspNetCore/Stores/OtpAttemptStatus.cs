namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Whether a code may be checked.</summary>
public enum OtpAttemptStatus
{
    /// <summary>It may, by this caller alone, and has been counted as a wrong one until its end says otherwise.</summary>
    Granted,

    /// <summary>No code was sent.</summary>
    NoChallenge,

    /// <summary>The challenge has been verified; <see cref="OtpChallenge.Verified"/> says as what.</summary>
    AlreadyVerified,

    /// <summary>The code is older than <see cref="OtpLimits.CodeLifetime"/>.</summary>
    Expired,

    /// <summary>Another request checks a code of this challenge right now.</summary>
    InProgress,

    /// <summary>The challenge's checks are used up, or its number is locked.</summary>
    Exhausted,
}
