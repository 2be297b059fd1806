using System.Globalization;
using System.Text;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Reads digits as the world's keyboards and clipboards write them: Arabic-Indic, Persian, full-width and other decimal digits, with
/// direction marks, zero-width and other invisible characters between them.
/// </summary>
internal static class DigitText
{
    /// <summary>The text with digits and full-width characters as ASCII, and without invisible characters.</summary>
    public static string Normalize(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category == UnicodeCategory.DecimalDigitNumber)
            {
                result.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            }
            else if (category == UnicodeCategory.SpaceSeparator)
            {
                result.Append(' ');
            }
            else if (rune.Value is >= 0xFF01 and <= 0xFF5E)
            {
                result.Append((char)(rune.Value - 0xFEE0));
            }
            else if (category is not (UnicodeCategory.Format or UnicodeCategory.NonSpacingMark))
            {
                result.Append(rune.ToString());
            }
        }

        return result.ToString();
    }
}
