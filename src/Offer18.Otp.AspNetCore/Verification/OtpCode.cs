using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Reads a code as people type and paste it: <c>123 456</c>, <c>G-123456</c>, <c>PIN 123456</c>, a whole message, digits of any script. The
/// component's module reads what is pasted by the same rule.
/// </summary>
internal static partial class OtpCode
{
    // A text message has at most ten parts of 153 characters.
    private const int MaxLength = 1530;

    // The first pattern that finds a code decides.
    private static readonly Regex[] Places = [Whole(), LastLine(), Number(), Groups()];

    /// <summary>
    /// The code in ASCII digits. Null if the text contains no code of an allowed length, or two different ones.
    /// </summary>
    public static string? Parse(string? text, OtpCodeLength length)
    {
        if (text is not { Length: > 0 and <= MaxLength })
        {
            return null;
        }

        if (!text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            var whole = Once(text, length.Max);
            return HasLength(whole, length) ? whole : null;
        }

        var withoutPhones = PhoneNumber().Replace(DigitText.Normalize(text), "");
        return Places
            .Select(place => place.Matches(withoutPhones)
                .Select(match => Once(string.Concat(match.Value.Where(char.IsAsciiDigit)), length.Max))
                .Where(code => HasLength(code, length))
                .Distinct()
                .ToArray())
            .FirstOrDefault(codes => codes.Length > 0) is [var only]
            ? only
            : null;
    }

    /// <summary>How many digits a code has: <c>6</c>, or <c>4–8</c>.</summary>
    public static string DigitsOf(OtpCodeLength length) => length.Min == length.Max ? $"{length.Min}" : $"{length.Min}–{length.Max}";

    private static bool HasLength(string code, OtpCodeLength length) => code.Length >= length.Min && code.Length <= length.Max;

    // Some phones fill in the code twice.
    private static string Once(string digits, int max) =>
        digits.Length > max && digits.Length % 2 == 0 && digits.AsSpan(digits.Length / 2).SequenceEqual(digits.AsSpan(0, digits.Length / 2))
            ? digits[..(digits.Length / 2)]
            : digits;

    // Messages name a number to call for help.
    [GeneratedRegex(@"\+[0-9][0-9\p{Zs}\p{Pd}]*")]
    private static partial Regex PhoneNumber();

    // Operators put a letter and a hyphen before the code ("G-123456").
    [GeneratedRegex(@"^\s*(?:\p{L}-)?[0-9\s\p{Pd}.]*$")]
    private static partial Regex Whole();

    // The last line of a message for WebOTP: "@example.com #123456".
    [GeneratedRegex(@"#[0-9]+\s*$")]
    private static partial Regex LastLine();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex(@"[0-9]+(?:[\p{Zs}\p{Pd}][0-9]+)*")]
    private static partial Regex Groups();
}
