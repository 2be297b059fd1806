namespace Offer18.Otp.AspNetCore;

/// <summary>The steps of <see cref="OtpVerification"/> that show <see cref="OtpVerification.ConsentContent"/>.</summary>
[Flags]
public enum OtpConsentSteps
{
    /// <summary>The step that asks for the number.</summary>
    Number = 1,

    /// <summary>The step that asks for the code. With many partners its button is what starts the subscription.</summary>
    Code = 2,

    /// <summary>Both steps.</summary>
    Both = Number | Code,
}
