namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>Offer18's calls, as far as an error code can be a partner's answer to them.</summary>
[Flags]
internal enum OtpPartnerCalls
{
    None = 0,
    Generate = 1,
    Verify = 2,
}
