using System.Globalization;
using System.Net;
using System.Text;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// Makes a partner's text safe for a log. A partner can repeat what it was sent, and an attacker can try to forge log lines.
/// </summary>
internal static class PartnerText
{
    /// <summary>
    /// The character that replaces digits and secrets. In <see cref="Offer18ClientOptions.ErrorCodes"/> it stands for them.
    /// </summary>
    public const char Masked = '#';

    private const int MaxLength = 200;

    // Identifiers and tokens contain digits and are long. "E7731" is too short to be one.
    private const int MinTokenLength = 8;

    // Replacing a shorter secret would damage ordinary words. Numbers and codes consist of digits, which are always masked.
    private const int MinSecretLength = 4;

    /// <summary>The text on one line, at most 200 characters, without digits, tokens and <paramref name="secrets"/>.</summary>
    public static string Mask(string text, IEnumerable<string> secrets)
    {
        foreach (var form in secrets.Where(secret => secret.Length >= MinSecretLength).SelectMany(Forms).OrderByDescending(form => form.Length))
        {
            text = text.Replace(form, Masked.ToString(), StringComparison.OrdinalIgnoreCase);
        }

        var result = new StringBuilder();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune) || Rune.IsNumber(rune))
            {
                word.Append(rune.ToString());
                continue;
            }

            AppendWord(result, word);
            Append(result, IsVisible(rune) ? rune.ToString() : "?");
            if (result.Length >= MaxLength)
            {
                break;
            }
        }

        AppendWord(result, word);
        var length = Math.Min(result.Length, MaxLength);
        return result.ToString(0, length > 0 && char.IsHighSurrogate(result[length - 1]) ? length - 1 : length);
    }

    /// <summary>Removes what makes no difference between two spellings: case, spaces, underscores, full stops and the like.</summary>
    public static string Normalize(string text) =>
        string.Concat(text.Where(c => char.IsLetterOrDigit(c) || c == Masked).Select(char.ToLowerInvariant));

    private static IEnumerable<string> Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return [secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), Convert.ToBase64String(bytes).TrimEnd('='), Convert.ToHexString(bytes)];
    }

    private static void AppendWord(StringBuilder result, StringBuilder word)
    {
        var text = word.ToString();
        word.Clear();
        if (text.Length >= MinTokenLength && text.Any(char.IsDigit))
        {
            Append(result, Masked.ToString());
            return;
        }

        foreach (var rune in text.EnumerateRunes())
        {
            Append(result, Rune.IsNumber(rune) ? Masked.ToString() : rune.ToString());
        }
    }

    // Writes one mark for a run of marks. The number of digits must not show, and it changes from text to text.
    private static void Append(StringBuilder result, string text)
    {
        if (text[0] != Masked || result.Length == 0 || result[^1] != Masked)
        {
            result.Append(text);
        }
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
