namespace Offer18.Otp.AspNetCore.Components;

/// <summary>The field whose content is wrong.</summary>
internal enum OtpErrorField
{
    None,
    Number,
    Consent,
    Code,
}
