namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What the page does by an error's code. Nothing else in here depends on one.</summary>
internal static class OtpErrorRules
{
    /// <summary>The error that the visitor reads: what the server refused may have a reason that the visitor understands better.</summary>
    public static string? Shown(string? code, bool isOver, bool hasAttempts) => code switch
    {
        // The last wrong code is one too many.
        OtpErrorCodes.InvalidOtp when !hasAttempts => OtpErrorCodes.AttemptsExhausted,
        // The partner has forgotten the code, but the visitor did ask for it.
        OtpErrorCodes.NoPendingRequest when isOver => OtpErrorCodes.OtpExpired,
        _ => code,
    };

    /// <summary>Whether a verified visitor is asked for the number again.</summary>
    public static bool AsksAgain(string? code) => code == OtpErrorCodes.OtpRequired;

    /// <summary>Whether the visitor has used up the attempts.</summary>
    public static bool IsLockOut(string? code) => code == OtpErrorCodes.AttemptsExhausted;

    /// <summary>The field to correct. A number that cannot be served for now is not a wrong one.</summary>
    public static OtpErrorField FieldOf(string? code) => code switch
    {
        OtpErrorCodes.InvalidMsisdn => OtpErrorField.Number,
        OtpErrorCodes.ConsentRequired => OtpErrorField.Consent,
        OtpErrorCodes.InvalidOtp or OtpErrorCodes.OtpExpired => OtpErrorField.Code,
        _ => OtpErrorField.None,
    };

    /// <summary>The way forward. Whether it is open depends on the step.</summary>
    public static OtpWayForward WayForwardOf(string? code) => code switch
    {
        OtpErrorCodes.AlreadySubscribed => OtpWayForward.Content,
        OtpErrorCodes.VerificationInProgress => OtpWayForward.CheckAgain,
        OtpErrorCodes.OtpExpired => OtpWayForward.NewCode,
        OtpErrorCodes.AttemptsExhausted or OtpErrorCodes.SendLimitReached or OtpErrorCodes.MsisdnBlocked
            or OtpErrorCodes.OperatorNotSupported or OtpErrorCodes.NotEligible => OtpWayForward.OtherNumber,
        _ => OtpWayForward.None,
    };
}
