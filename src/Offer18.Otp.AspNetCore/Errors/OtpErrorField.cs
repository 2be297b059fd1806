namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>The field of the page that an error is about.</summary>
internal enum OtpErrorField
{
    /// <summary>No field: what the visitor typed is not at fault.</summary>
    None,
    Number,
    Code,
    Consent,
}
