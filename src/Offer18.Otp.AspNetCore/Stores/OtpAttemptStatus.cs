namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Whether a code may be checked.</summary>
public enum OtpAttemptStatus
{
    /// <summary>Only this caller may check it. The code counts as wrong until the end of the attempt shows that it was not.</summary>
    Granted,

    /// <summary>No code was sent.</summary>
    NoChallenge,

    /// <summary>The challenge was verified before. <see cref="OtpChallenge.Verified"/> is the proof.</summary>
    AlreadyVerified,

    /// <summary>The code is older than <see cref="OtpLimits.CodeLifetime"/>, or the partner no longer accepts it.</summary>
    Expired,

    /// <summary>Another request is sending or checking a code of this challenge.</summary>
    InProgress,

    /// <summary>The challenge has no checks left, or its number is locked.</summary>
    Exhausted,
}
