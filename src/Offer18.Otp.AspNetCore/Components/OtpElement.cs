namespace Offer18.Otp.AspNetCore.Components;

/// <summary>The elements of the component that have an id.</summary>
internal enum OtpElement
{
    Country,
    Number,
    Hint,
    Terms,
    Consent,
    Send,
    Error,
    Code,
    Next,
    Summary,
    Check,
    Cancel,
    Wait,
    Resend,
    Again,
    Reset,
    Other,
    Back,
    Continue,
}
