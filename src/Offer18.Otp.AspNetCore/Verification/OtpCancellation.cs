namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>What came of a visitor's wish not to confirm.</summary>
internal enum OtpCancellation
{
    None,

    /// <summary>No check of a code can have subscribed him.</summary>
    Certain,

    /// <summary>A check of a code has got no clear answer, and may have subscribed him.</summary>
    Uncertain,
}
