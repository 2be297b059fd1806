using System.Globalization;
using System.Text;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// What keyboards and clipboards of the world make of digits: Arabic-Indic, Persian, full-width and other decimal digits,
/// direction marks, zero-width and other characters that nobody sees.
/// </summary>
internal static class DigitText
{
    /// <summary>The text with ASCII digits, compatibility forms resolved and invisible characters gone.</summary>
    public static string Normalize(string text)
    {
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
