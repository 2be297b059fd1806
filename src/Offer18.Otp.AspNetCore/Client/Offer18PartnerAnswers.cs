namespace Offer18.Otp.AspNetCore.Client;

/// <summary>What a partner can mean in addition to the codes of <see cref="OtpErrorCodes"/>.</summary>
public static class Offer18PartnerAnswers
{
    /// <summary>
    /// The code is right, but was accepted before. In <see cref="Offer18ClientOptions.ErrorCodes"/>, use it only for a text that the
    /// partner never gives for a wrong code. After a lost answer it makes the visitor verified. If no answer was lost, it means
    /// <see cref="OtpErrorCodes.OtpExpired"/>. No built-in text has this meaning. Most texts of this kind, such as
    /// "msisdn already active", are about the number and say nothing about the code.
    /// </summary>
    public const string AlreadyVerified = "already_verified";
}
