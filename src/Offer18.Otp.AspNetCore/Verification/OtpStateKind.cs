namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>How far a browser has come.</summary>
internal enum OtpStateKind
{
    None,
    Pending,
    Verified,
}
