using Offer18.Otp.AspNetCore.Errors;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Says what is wrong with a text that is no number, or no code.</summary>
internal static class TypingMistakes
{
    private const int ShortestWithCountryCode = 7;

    /// <param name="typed">A text that <see cref="IMsisdnParser"/> does not take.</param>
    /// <param name="home">The country of numbers without a country code; null if there is none.</param>
    public static OtpMistake InNumber(string? typed, string? home)
    {
        if (IsEmpty(typed))
        {
            return OtpMistake.Empty;
        }

        if (TypedNumber.Read(typed) is not { } number)
        {
            return typed!.Any(char.IsLetter) ? OtpMistake.Letters : OtpMistake.None;
        }

        var bare = number.Digits.TrimStart('0');
        var isInternational = number.HasPlus || number.Digits.StartsWith("00", StringComparison.Ordinal);
        return isInternational ? InLength("+" + bare, null)
            : home is not null ? InLength(number.Digits, home)
            : bare.Length < ShortestWithCountryCode ? OtpMistake.Short
            : OtpMistake.Country;
    }

    /// <param name="typed">A text in which <see cref="OtpCode"/> finds no code.</param>
    /// <param name="length">How many digits a code has.</param>
    public static OtpMistake InCode(string? typed, OtpCodeLength length) =>
        IsEmpty(typed) ? OtpMistake.Empty
        : typed!.Any(char.IsLetter) ? OtpMistake.Letters
        : DigitText.Normalize(typed!).Count(char.IsAsciiDigit) < length.Min ? OtpMistake.Short
        : OtpMistake.None;

    // A dash alone says no more than nothing.
    private static bool IsEmpty(string? typed) => !(typed ?? "").Any(char.IsLetterOrDigit);

    private static OtpMistake InLength(string text, string? country)
    {
        var numbers = PhoneNumberUtil.GetInstance();
        try
        {
            var read = numbers.Parse(NumberPlans.ForReading(text, country), country);
            return numbers.IsPossibleNumberForTypeWithReason(read, PhoneNumberType.MOBILE) switch
            {
                PhoneNumberUtil.ValidationResult.TOO_SHORT or PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY => OtpMistake.Short,
                PhoneNumberUtil.ValidationResult.TOO_LONG => OtpMistake.Long,
                _ => OtpMistake.None,
            };
        }
        catch (NumberParseException exception)
        {
            return exception.ErrorType switch
            {
                ErrorType.TOO_SHORT_NSN or ErrorType.TOO_SHORT_AFTER_IDD or ErrorType.NOT_A_NUMBER => OtpMistake.Short,
                ErrorType.TOO_LONG => OtpMistake.Long,
                _ => OtpMistake.None,
            };
        }
    }
}
