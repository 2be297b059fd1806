using System.Collections.Frozen;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>Partners' error texts, and the code that each one means.</summary>
internal static class PartnerErrors
{
    /// <summary>The built-in map: each text as a partner writes it, and the code that it means.</summary>
    public static readonly IReadOnlyList<KeyValuePair<string, string>> BuiltIn =
    [
        .. Texts(
            OtpErrorCodes.UpstreamRejectedCredentials,
            "invalid_user_credentials", "invalid credentials", "invalid api key"),
        .. Texts(
            OtpErrorCodes.InvalidMsisdn,
            "invalid msisdn", "msisdn invalid", "msisdn is invalid", "msisdn is not valid", "wrong msisdn",
            "invalid number", "invalid phone number", "invalid mobile number", "invalid msisdn format"),
        .. Texts(
            OtpErrorCodes.InvalidOtp,
            "invalid pin", "pin invalid", "pin is invalid", "the pin is invalid", "pin is not valid", "the pin is not valid",
            "pin not valid", "wrong pin", "incorrect pin", "pin mismatch", "pin does not match",
            "invalid otp", "otp invalid", "otp is invalid", "the otp is invalid", "otp is not valid", "the otp is not valid",
            "otp not valid", "wrong otp", "incorrect otp", "otp mismatch", "otp does not match",
            "invalid code", "wrong code", "incorrect code"),
        .. Texts(
            OtpErrorCodes.OtpExpired,
            "pin expired", "expired pin", "pin has expired", "the pin has expired", "pin is expired",
            "otp expired", "expired otp", "otp has expired", "the otp has expired", "otp is expired", "code expired"),
        .. Texts(
            OtpErrorCodes.AttemptsExhausted,
            "max pin retries", "max otp retries", "max pin retries reached", "max retries reached", "max attempts reached",
            "too many attempts", "too many wrong pins"),
        .. Texts(OtpErrorCodes.NoPendingRequest, "pin request needed", "otp request needed", "pin request required", "pin not requested"),
        .. Texts(OtpErrorCodes.SendLimitReached, "frequent limitation", "frequency limitation", "pin limit reached", "otp limit reached"),
        .. Texts(
            OtpErrorCodes.MsisdnBlocked,
            "msisdn blacklisted", "msisdn is blacklisted", "blacklisted", "number blacklisted", "user blacklisted",
            "msisdn blocked", "msisdn is blocked", "user blocked", "barred", "msisdn barred", "subscriber barred"),
        .. Texts(
            OtpErrorCodes.OperatorNotSupported,
            "invalid operator", "operator not supported", "operator is not supported", "unsupported operator", "wrong operator",
            "invalid carrier", "carrier not supported", "carrier is not supported", "unsupported carrier"),
        .. Texts(
            OtpErrorCodes.NotEligible,
            "not eligible", "msisdn not eligible", "user not eligible", "user is not eligible", "insufficient funds",
            "insufficient balance", "insufficient credit", "low balance", "spending limit reached", "spending limit exceeded"),
        .. Texts(
            OtpErrorCodes.AlreadySubscribed,
            "already subscribed", "user already subscribed", "msisdn already subscribed", "subscriber already subscribed",
            "already active", "msisdn already active", "user already active", "subscription already exists",
            "subscription already active", "duplicate subscription"),
    ];

    private static readonly FrozenDictionary<string, string> Index =
        BuiltIn.ToFrozenDictionary(text => PartnerText.Normalize(text.Key), text => text.Value, StringComparer.Ordinal);

    /// <summary>The code that a partner's text means, or null if nobody has mapped it.</summary>
    /// <param name="text">The text as it came.</param>
    /// <param name="masked">The text as the log shows it, because the site's owner may have copied it from there.</param>
    /// <param name="own">The campaign's own map. It wins over ours.</param>
    public static string? Find(string text, string masked, IEnumerable<KeyValuePair<string, string>> own)
    {
        var plain = PartnerText.Normalize(text);
        var shown = PartnerText.Normalize(masked);
        string? code = null;
        foreach (var (ownText, ownCode) in own)
        {
            var key = PartnerText.Normalize(ownText);
            if (key == plain)
            {
                return ownCode;
            }

            code = key == shown ? ownCode : code;
        }

        return code ?? Index.GetValueOrDefault(plain);
    }

    private static IEnumerable<KeyValuePair<string, string>> Texts(string code, params string[] texts) =>
        texts.Select(text => KeyValuePair.Create(text, code));
}
