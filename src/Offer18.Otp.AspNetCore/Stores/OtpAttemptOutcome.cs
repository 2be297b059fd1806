namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>How an attempt ended.</summary>
public enum OtpAttemptOutcome
{
    /// <summary>The code was right: the challenge is verified, and the number's wrong codes are forgotten.</summary>
    Verified,

    /// <summary>The code was wrong. The number's count stands, and its lock begins now if it has one.</summary>
    Wrong,

    /// <summary>Answered without a word on the code. The check counts, the number's failure does not.</summary>
    Refused,

    /// <summary>The code is worth nothing any more: the challenge expires now. The number's failure counts: a guess must cost one.</summary>
    Void,

    /// <summary>The answer was lost. The same code may be checked again without counting as another failure.</summary>
    Unknown,

    /// <summary>Nothing left the machine: neither check nor failure counts.</summary>
    NotChecked,
}
