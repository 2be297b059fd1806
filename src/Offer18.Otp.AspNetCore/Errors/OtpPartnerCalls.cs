namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>The calls on which a partner can answer with an error code.</summary>
[Flags]
internal enum OtpPartnerCalls
{
    None = 0,
    Generate = 1,
    Verify = 2,
}
