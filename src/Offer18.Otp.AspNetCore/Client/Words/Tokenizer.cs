using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>
/// Cuts a text into words. <c>invalidPin</c>, <c>INVALID_PIN</c>, <c>Invalid PIN!</c> and <c>inválido</c> differ only in what this removes.
/// </summary>
internal static class Tokenizer
{
    /// <summary>The longest text that is read, in characters. The end of a longer one could say the opposite of its beginning.</summary>
    public const int MaxLength = 500;

    // "/v1/pin", "https://…". Its words say nothing.
    private static readonly Regex Address = new(@"(?<!\S)(?:https?:/|/\w+)/\S+");

    /// <summary>The words, or none if the text is too long.</summary>
    public static IReadOnlyList<Token> Read(string text)
    {
        List<Token> tokens = [];
        if (text.Length > MaxLength)
        {
            return tokens;
        }

        // In a name such as ONE_TIME_PASSWORD_SMS.INVALID_OTP a full stop only joins words.
        var isName = !text.Any(char.IsWhiteSpace);
        text = Address.Replace(text, "url");
        var word = new StringBuilder();
        var pause = TokenBreak.None;
        var kind = CharKind.Other;
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format || c == '\u0640')
            {
                continue;
            }

            // "attempt(s)"
            if (c == '(' && at + 2 < text.Length && text[at + 1] is 's' or 'S' && text[at + 2] == ')')
            {
                at += 2;
                continue;
            }

            var next = KindOf(c);
            if (next == CharKind.Other || IsBoundary(text, at, kind, next))
            {
                End();
            }

            kind = next;
            if (next != CharKind.Other)
            {
                word.Append(Fold(c));
                continue;
            }

            var here = BreakOf(text, at, isName);
            pause = here > pause ? here : pause;
        }

        End();
        return tokens;

        void End()
        {
            if (word.Length > 0)
            {
                tokens.Add(new(Bare(word.ToString()), tokens.Count == 0 ? TokenBreak.None : pause));
                word.Clear();
                pause = TokenBreak.None;
            }
        }
    }

    // "invalidPin", "OTPInvalid" and "E1850" have a boundary inside.
    private static bool IsBoundary(string text, int at, CharKind before, CharKind here) =>
        before != CharKind.Other
        && ((before == CharKind.Digit) != (here == CharKind.Digit)
            || here == CharKind.Upper && (before == CharKind.Lower || BeginsWord(text, at)));

    // "OTPs" has no boundary before its "P".
    private static bool BeginsWord(string text, int at) =>
        at + 1 < text.Length && KindOf(text[at + 1]) == CharKind.Lower
        && (text[at + 1] != 's' || at + 2 < text.Length && KindOf(text[at + 2]) == CharKind.Lower);

    private static CharKind KindOf(char c) =>
        char.IsDigit(c) ? CharKind.Digit
        : char.IsUpper(c) ? CharKind.Upper
        : char.IsLetter(c) ? CharKind.Lower
        : CharKind.Other;

    private static TokenBreak BreakOf(string text, int at, bool isName) => text[at] switch
    {
        '.' when isName => TokenBreak.None,
        '.' or ',' or ';' or '!' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '"' or '|' or '/' or '\n' or '\r'
            or '،' or '؛' or '؟' or '«' or '»' or '“' or '”' or '。' => TokenBreak.Hard,
        ':' or '=' or '>' or '–' or '—' => TokenBreak.Soft,
        '-' when at > 0 && text[at - 1] == ' ' || at + 1 < text.Length && text[at + 1] == ' ' => TokenBreak.Soft,
        _ => TokenBreak.None,
    };

    // Without the tables of ICU, which a small container may not have.
    private static char Fold(char c) => char.ToLowerInvariant(c) switch
    {
        'á' or 'à' or 'â' or 'ã' or 'ä' or 'å' => 'a',
        'é' or 'è' or 'ê' or 'ë' => 'e',
        'í' or 'ì' or 'î' or 'ï' => 'i',
        'ó' or 'ò' or 'ô' or 'õ' or 'ö' => 'o',
        'ú' or 'ù' or 'û' or 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        'أ' or 'إ' or 'آ' or 'ٱ' => 'ا',
        'ى' or 'ئ' => 'ي',
        'ة' => 'ه',
        'ؤ' => 'و',
        var digit when char.IsDigit(digit) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(digit)),
        var other => other,
    };

    // Arabic writes the article, "and", "with" and "for the" together with the word.
    private static string Bare(string word)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["وال", "بال", "فال", "كال", "ال", "لل"])
        {
            if (word.Length >= prefix.Length + 2 && word.StartsWith(prefix, StringComparison.Ordinal))
            {
                return word[prefix.Length..];
            }
        }

        return word;
    }

    private enum CharKind
    {
        Other,
        Lower,
        Upper,
        Digit,
    }
}
