namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>What a check costs, depending on Offer18's answer.</summary>
internal enum OtpCheckCost
{
    /// <summary>
    /// An attempt of the challenge. The answer says nothing about the code. For the number the check counts only towards the hundred that lock it.
    /// </summary>
    Attempt,

    /// <summary>An attempt, and a wrong code for the number.</summary>
    Failure,

    /// <summary>An attempt, a wrong code for the number, and the challenge: its code is worthless from now on.</summary>
    Challenge,

    /// <summary>
    /// An attempt, and a wrong code for the number. The answer does not say whether the code was right, so the same code may be checked
    /// again, and does not count as another wrong code.
    /// </summary>
    Unknown,
}
