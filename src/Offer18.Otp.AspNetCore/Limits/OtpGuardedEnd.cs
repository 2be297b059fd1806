namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>How a guarded action ended.</summary>
internal enum OtpGuardedEnd
{
    /// <summary>It did not take place: nothing left the machine.</summary>
    NotDone,

    /// <summary>The send was tried, but no code was sent, as far as is known. Or the check was done, and did not verify the number.</summary>
    Failed,

    /// <summary>The code was sent.</summary>
    Sent,

    /// <summary>The number is verified.</summary>
    Verified,
}
