namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>How an attempt ended.</summary>
public enum OtpAttemptOutcome
{
    /// <summary>The code was right. The challenge is verified, and the number's wrong codes are forgotten.</summary>
    Verified,

    /// <summary>The code was wrong. It stays counted as a wrong code for the number. If it locks the number, the lock begins now.</summary>
    Wrong,

    /// <summary>
    /// The answer says nothing about the code. The check counts for the challenge. For the number it is no wrong code, but counts towards
    /// <see cref="OtpLockOut.MaxFailures"/>: a partner may refuse each wrong code with such an answer.
    /// </summary>
    Refused,

    /// <summary>
    /// The partner no longer accepts the code: the challenge expires now. The code stays counted as a wrong code for the number, because
    /// every guess must count.
    /// </summary>
    Expired,

    /// <summary>
    /// The answer was lost, or it does not say whether the code was right. The same code may be checked again, and does not count as another
    /// wrong code.
    /// </summary>
    Unknown,

    /// <summary>Nothing left the machine. This attempt counts neither as a check nor as a wrong code.</summary>
    NotChecked,

    /// <summary>The visitor wants no code of the challenge to be checked. As <see cref="NotChecked"/>, and the challenge expires now.</summary>
    Cancelled,
}
