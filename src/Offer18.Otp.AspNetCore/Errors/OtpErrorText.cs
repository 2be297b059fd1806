using System.Collections.Frozen;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>Finds the texts of an error: <c>error.{name}.title</c> and <c>error.{name}.detail</c>.</summary>
internal static class OtpErrorText
{
    /// <summary>The name for a campaign that its owner has paused. To say that Offer18 cannot be reached would not be true.</summary>
    public const string Paused = "paused";

    /// <summary>The name for a breaker that is open, before a visitor has done anything. An error says it otherwise.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The name for a page whose cookies the browser may not keep. It is not out of date, and to try again may not help.</summary>
    public const string NoCookies = "no_cookies";

    private static readonly FrozenDictionary<(string Code, OtpMistake Mistake), string> OfMistakes = new Dictionary<(string, OtpMistake), string>
    {
        [(OtpErrorCodes.InvalidMsisdn, OtpMistake.Empty)] = "msisdn_empty",
        [(OtpErrorCodes.InvalidMsisdn, OtpMistake.Letters)] = "msisdn_letters",
        [(OtpErrorCodes.InvalidMsisdn, OtpMistake.Short)] = "msisdn_short",
        [(OtpErrorCodes.InvalidMsisdn, OtpMistake.Long)] = "msisdn_long",
        [(OtpErrorCodes.InvalidMsisdn, OtpMistake.Country)] = "msisdn_country",
        [(OtpErrorCodes.InvalidOtp, OtpMistake.Empty)] = "otp_empty",
        [(OtpErrorCodes.InvalidOtp, OtpMistake.Letters)] = "otp_letters",
        [(OtpErrorCodes.InvalidOtp, OtpMistake.Short)] = "otp_short",
    }.ToFrozenDictionary();

    /// <summary>All names that are no codes.</summary>
    public static IEnumerable<string> OtherNames => [Paused, Unreachable, NoCookies, .. OfMistakes.Values];

    /// <summary>The name of the site's own text, if it has one of that name; otherwise the name of ours.</summary>
    public static string Find(IStringLocalizer text, string? ofSite, string name) =>
        ofSite is not null && text[$"error.{ofSite}.title"] is { ResourceNotFound: false } && text[$"error.{ofSite}.detail"] is { ResourceNotFound: false } ? ofSite : name;

    /// <param name="code">One of <see cref="OtpErrorCodes"/>.</param>
    /// <param name="isPaused">Whether the cause is that the campaign is paused.</param>
    /// <param name="hasNoCookies">Whether the cause may be that the browser keeps no cookies.</param>
    /// <param name="mistake">What is wrong with what was typed. The detail then contains <c>{0}</c>, for an example of what can be typed.</param>
    public static string NameOf(string code, bool isPaused, bool hasNoCookies, OtpMistake mistake = OtpMistake.None) =>
        isPaused ? Paused : hasNoCookies ? NoCookies : OfMistakes.GetValueOrDefault((code, mistake)) ?? code;
}
