namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>What a check costs, depending on Offer18's answer.</summary>
internal enum OtpCheckCost
{
    /// <summary>An attempt of the challenge. The answer says nothing about the code.</summary>
    Attempt,

    /// <summary>An attempt, and a failure of the number: the code was wrong.</summary>
    Failure,

    /// <summary>An attempt, a failure of the number, and the challenge: its code is worthless from now on.</summary>
    Challenge,

    /// <summary>
    /// An attempt and a failure of the number. The answer does not say whether the code was right, so the same code may be checked again
    /// without another failure.
    /// </summary>
    Unknown,
}
