namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>The two things that cost money.</summary>
internal enum OtpGuardedKind
{
    /// <summary>A code is to be sent.</summary>
    Send,

    /// <summary>A code is to be checked.</summary>
    Check,
}
