namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>How an attempt ended.</summary>
public enum OtpAttemptOutcome
{
    /// <summary>The code was right. The challenge is verified, and the number's wrong codes are forgotten.</summary>
    Verified,

    /// <summary>The code was wrong. The number's failure stays counted. If it locks the number, the lock begins now.</summary>
    Wrong,

    /// <summary>The answer says nothing about the code. The check counts, but the number's failure does not.</summary>
    Refused,

    /// <summary>
    /// The partner no longer accepts the code: the challenge expires now. The number's failure counts, because every guess must count as a
    /// failure.
    /// </summary>
    Expired,

    /// <summary>
    /// The answer was lost, or it does not say whether the code was right. The same code may be checked again, and does not count as another
    /// failure.
    /// </summary>
    Unknown,

    /// <summary>Nothing left the machine. Neither the check nor the failure counts.</summary>
    NotChecked,
}
