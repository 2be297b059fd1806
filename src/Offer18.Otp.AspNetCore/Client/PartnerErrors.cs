using System.Collections.Frozen;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>What operators say, and what they mean by it.</summary>
internal static class PartnerErrors
{
    private static readonly FrozenDictionary<string, string> BuiltIn = new Dictionary<string, string>
    {
        ["invalid_user_credentials"] = OtpErrorCodes.UpstreamRejectedCredentials,

        ["invalid msisdn"] = OtpErrorCodes.InvalidMsisdn,
        ["invalid number"] = OtpErrorCodes.InvalidMsisdn,
        ["invalid phone number"] = OtpErrorCodes.InvalidMsisdn,
        ["msisdn is not valid"] = OtpErrorCodes.InvalidMsisdn,

        ["invalid pin"] = OtpErrorCodes.InvalidOtp,
        ["invalid otp"] = OtpErrorCodes.InvalidOtp,
        ["wrong pin"] = OtpErrorCodes.InvalidOtp,
        ["incorrect pin"] = OtpErrorCodes.InvalidOtp,
        ["pin is not valid"] = OtpErrorCodes.InvalidOtp,
        ["the pin is not valid"] = OtpErrorCodes.InvalidOtp,

        ["pin expired"] = OtpErrorCodes.OtpExpired,
        ["otp expired"] = OtpErrorCodes.OtpExpired,
        ["pin has expired"] = OtpErrorCodes.OtpExpired,
        ["the pin has expired"] = OtpErrorCodes.OtpExpired,

        ["max pin retries"] = OtpErrorCodes.AttemptsExhausted,
        ["pin request needed"] = OtpErrorCodes.NoPendingRequest,

        ["frequent limitation"] = OtpErrorCodes.SendLimitReached,

        ["msisdn blacklisted"] = OtpErrorCodes.MsisdnBlocked,
        ["blacklisted"] = OtpErrorCodes.MsisdnBlocked,
        ["barred"] = OtpErrorCodes.MsisdnBlocked,

        ["invalid operator"] = OtpErrorCodes.OperatorNotSupported,
        ["carrier not supported"] = OtpErrorCodes.OperatorNotSupported,
        ["operator not supported"] = OtpErrorCodes.OperatorNotSupported,

        ["not eligible"] = OtpErrorCodes.NotEligible,
        ["insufficient funds"] = OtpErrorCodes.NotEligible,
        ["spending limit reached"] = OtpErrorCodes.NotEligible,

        ["already subscribed"] = OtpErrorCodes.AlreadySubscribed,
        ["msisdn already active"] = OtpErrorCodes.AlreadySubscribed,
        ["already active"] = OtpErrorCodes.AlreadySubscribed,
    }.ToFrozenDictionary(text => Normalize(text.Key), text => text.Value, StringComparer.Ordinal);

    /// <summary>The code that a partner's text stands for, or null when nobody knows.</summary>
    public static string? Find(string text, IEnumerable<KeyValuePair<string, string>> own)
    {
        var normalized = Normalize(text);
        foreach (var (ownText, code) in own)
        {
            if (Normalize(ownText) == normalized)
            {
                return code;
            }
        }

        return BuiltIn.GetValueOrDefault(normalized);
    }

    private static string Normalize(string text) =>
        string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
