using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

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

    // "E1850", "POL1009": so few letters, then so few digits, are a partner's own code.
    private const int MaxCodeLetters = 3;
    private const int MaxCodeDigits = 5;

    // "POLICY1009", "SVC-0002": longer names of codes are in capitals.
    private const int MaxNameLetters = 8;
    private const int MaxNameDigits = 4;

    // A code of a visitor has at least as many digits.
    private const int MinVisitorCode = 4;

    // Replacing a shorter secret would damage ordinary words. Numbers and codes consist of digits, which are always masked.
    private const int MinSecretLength = 4;

    private static readonly string[] WordsForCode = ["PIN", "OTP", "TAC", "TAN", "CODE", "PASS", "TOKEN"];

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // "Error 1507", "error code: 1004", "RC_01"
    private static readonly Regex WordForError = new(
        @"(?<!\p{L})(?:err|error|status|result|reason|response|rc)(?:[\s_-]*code)?\W{0,3}_?\z", RegexOptions.IgnoreCase);

    private static readonly Regex NameBefore = new($@"(?<![\p{{L}}\p{{N}}])([A-Z]{{1,{MaxNameLetters}}})[_-]\z");

    private static readonly Regex WordForCode = new(
        @"(?<!\p{L})(?:pin|otp|tac|passcode|pincode|token|(?<!(?:err|error|status|result|reason|response)[\s_-]*)code|kode|c[oó]digo|رمز|الرمز|كود)(?!\p{L})",
        RegexOptions.IgnoreCase);

    // What stands before every code: "SVC-#", "Error #".
    private static readonly Regex SaysNothing = new(
        @"\p{L}+[_-]?#|(?<!\p{L})(?:err|error|code|errorcode|status|result|reason|response|pin|otp)(?!\p{L})", RegexOptions.IgnoreCase);

    private static readonly Regex WordOfText = new(@"\p{L}{3}");

    /// <summary>The text on one line, at most 200 characters, without digits, tokens and <paramref name="secrets"/>.</summary>
    public static string Mask(string text, IReadOnlyCollection<string> secrets) => Mask(text, secrets, null, false);

    /// <summary>
    /// The same, but a partner's own short code is readable: "E1850", "1507". What could be a visitor's number or code is masked all the same.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="secrets">What must not be in the log.</param>
    /// <param name="mayTellCode">Whether the partner may have written the visitor's code, which nobody else knows yet.</param>
    public static string Show(string text, IReadOnlyCollection<string> secrets, bool mayTellCode) =>
        Mask(text, secrets, LeadingNumber(text), mayTellCode && WordForCode.IsMatch(text));

    /// <summary>Whether so much is left of a masked text that it says one thing. "Error #" is all errors.</summary>
    public static bool IsReadable(string masked) => masked.Contains(Masked, StringComparison.Ordinal)
        ? WordOfText.IsMatch(SaysNothing.Replace(masked, ""))
        : masked.Any(char.IsLetterOrDigit);

    private static string Mask(string text, IReadOnlyCollection<string> secrets, string? leading, bool mayBeCode)
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

            AppendWord(result, word, secrets, leading, mayBeCode);
            Append(result, IsVisible(rune) ? rune.ToString() : "?");
            if (result.Length >= MaxLength)
            {
                break;
            }
        }

        AppendWord(result, word, secrets, leading, mayBeCode);
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

    private static void AppendWord(
        StringBuilder result, StringBuilder word, IReadOnlyCollection<string> secrets, string? leading, bool mayBeCode)
    {
        var text = word.ToString();
        word.Clear();
        if (leading is not null && text.Length > 0 && IsCode(text, result.ToString(), leading, mayBeCode) && !IsPartOf(secrets, text))
        {
            result.Append(text);
            return;
        }

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

    // The number that the text consists of, or that stands before a colon or a dash, or in brackets; empty if there is none.
    private static string LeadingNumber(string text)
    {
        var trimmed = text.AsSpan().Trim().TrimStart("([");
        var digits = trimmed.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? trimmed[..end] : trimmed;
        var rest = trimmed[digits.Length..].TrimStart();
        return rest.IsEmpty || rest is "." || rest[0] is ':' or '-' or ')' or ']' ? digits.ToString() : "";
    }

    private static bool IsCode(string text, string before, string leading, bool mayBeCode)
    {
        var letters = text.AsSpan().IndexOfAnyExcept(Letters);
        if (letters < 0 || text.Length - letters > MaxCodeDigits || text.AsSpan(letters).IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        var digits = text.Length - letters;
        if (letters > 0)
        {
            return IsName(text[..letters], digits);
        }

        return NameBefore.Match(before) is { Success: true } name && IsName(name.Groups[1].Value, digits)
            || !(mayBeCode && digits >= MinVisitorCode)
                && (text == leading && !before.Any(char.IsLetterOrDigit) && !before.Contains(Masked, StringComparison.Ordinal) || WordForError.IsMatch(before));
    }

    // "E", "ErrorCode" and "POLICY" name a code of the partner's; "PIN1234" may be the visitor's.
    private static bool IsName(string letters, int digits) =>
        letters.Length <= MaxCodeLetters ? !IsWordForCode(letters)
        : digits <= MaxNameDigits
            && (letters.StartsWith("err", StringComparison.OrdinalIgnoreCase)
                || letters.Length <= MaxNameLetters && letters.All(char.IsAsciiLetterUpper)
                    && !WordsForCode.Any(word => letters.Contains(word, StringComparison.Ordinal)));

    private static bool IsWordForCode(string letters) => letters.Equals("G", StringComparison.OrdinalIgnoreCase)
        || WordsForCode.Contains(letters, StringComparer.OrdinalIgnoreCase);

    // Three digits are in every number.
    private static bool IsPartOf(IReadOnlyCollection<string> secrets, string code)
    {
        var digits = code[code.AsSpan().IndexOfAnyExcept(Letters)..];
        return digits.Length >= MinSecretLength && secrets.Any(secret => secret.Contains(digits, StringComparison.Ordinal));
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
