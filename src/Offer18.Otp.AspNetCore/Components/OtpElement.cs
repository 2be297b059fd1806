namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What has an id within the component.</summary>
internal enum OtpElement
{
    Country,
    Number,
    Hint,
    Consent,
    Send,
    Error,
    Code,
    Check,
    Wait,
    Resend,
    Again,
    Reset,
    Other,
    Continue,
}
