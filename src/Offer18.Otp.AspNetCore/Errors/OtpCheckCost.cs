namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>What a check costs, by Offer18's answer to it.</summary>
internal enum OtpCheckCost
{
    /// <summary>An attempt of the challenge. The answer says nothing of the code.</summary>
    Attempt,

    /// <summary>An attempt, and a failure of the number: the code was wrong.</summary>
    Failure,

    /// <summary>An attempt, a failure of the number, and the challenge: its code is worth nothing any more.</summary>
    Challenge,

    /// <summary>An attempt and a failure of the number. The same code may be checked again without another failure, as the answer leaves open whether it was right.</summary>
    Unknown,
}
