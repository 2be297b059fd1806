using System.Globalization;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// What a visitor typed, as digits. People write the plus before or after the number, in brackets or twice, beside <c>00</c> or instead of
/// it, and separate digits by whatever their keyboard has.
/// </summary>
/// <param name="Digits">ASCII digits, among them the zeros that stand before the number.</param>
/// <param name="HasPlus">Whether a plus stands before or after the digits.</param>
internal sealed record TypedNumber(string Digits, bool HasPlus)
{
    /// <summary>Longer texts are not numbers. E.164 allows at most 15 digits, and people add brackets and spaces.</summary>
    private const int MaxLength = 64;

    private const string Scheme = "tel:";

    private const char Tatweel = '\u0640';

    /// <summary>Null if the text contains anything that does not belong to one number.</summary>
    public static TypedNumber? Read(string? text)
    {
        if (text is not { Length: > 0 and <= MaxLength })
        {
            return null;
        }

        text = DigitText.Normalize(text).Trim();
        if (text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            text = text[Scheme.Length..];
        }

        Span<char> number = stackalloc char[MaxLength];
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c) || c == '+')
            {
                number[length++] = c;
            }
            else if (!IsSeparator(c))
            {
                return null;
            }
        }

        return Split(number[..length]);
    }

    /// <summary>Only the type's name, because a record's own text would show the number.</summary>
    public override string ToString() => nameof(TypedNumber);

    // A plus between digits separates two numbers, unless only the zeros of an international prefix stand before it.
    private static TypedNumber? Split(ReadOnlySpan<char> number)
    {
        var digits = number.Trim('+');
        var zeros = digits.Length - digits.TrimStart('0').Length;
        var afterZeros = zeros >= 2 ? digits[zeros..].TrimStart('+') : digits[zeros..];
        return zeros + afterZeros.Length > 0 && !afterZeros.Contains('+')
            ? new(string.Concat(digits[..zeros], afterZeros), HasPlus: zeros + afterZeros.Length < number.Length)
            : null;
    }

    private static bool IsSeparator(char c) => char.IsWhiteSpace(c) || c is '.' or ',' or '/' or '·' or '−' or Tatweel || CharUnicodeInfo.GetUnicodeCategory(c)
        is UnicodeCategory.DashPunctuation or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation;
}
