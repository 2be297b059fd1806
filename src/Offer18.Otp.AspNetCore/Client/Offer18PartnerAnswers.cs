namespace Offer18.Otp.AspNetCore.Client;

/// <summary>What a partner can mean beside the codes of <see cref="OtpErrorCodes"/>.</summary>
public static class Offer18PartnerAnswers
{
    /// <summary>
    /// The code was right, and was taken before. In <see cref="Offer18ClientOptions.ErrorCodes"/> it belongs to a text that the partner
    /// gives for a right code alone: after a lost answer it makes the visitor verified. No text means so by itself, because most
    /// ("msisdn already active") speak of the number, whatever the code was. When no answer was lost it means
    /// <see cref="OtpErrorCodes.OtpExpired"/>.
    /// </summary>
    public const string AlreadyVerified = "already_verified";
}
