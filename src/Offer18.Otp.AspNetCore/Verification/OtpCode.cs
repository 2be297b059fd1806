namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Reads codes as people paste them: <c>123 456</c>, <c>G-123456</c>, digits of any script.</summary>
internal static class OtpCode
{
    private const int MaxLength = 64;

    /// <summary>The code in ASCII digits, or null if the text contains no code of an allowed length.</summary>
    public static string? Parse(string? text, OtpCodeLength length)
    {
        if (text is not { Length: > 0 and <= MaxLength })
        {
            return null;
        }

        var code = DigitText.Normalize(text).Trim();
        // Operators put a letter and a hyphen before the code ("G-123456").
        if (code is [>= 'A' and <= 'Z' or >= 'a' and <= 'z', '-', ..])
        {
            code = code[2..];
        }

        if (!code.All(c => char.IsAsciiDigit(c) || c is ' ' or '-' or '.' || char.IsWhiteSpace(c)))
        {
            return null;
        }

        code = string.Concat(code.Where(char.IsAsciiDigit));
        return code.Length >= length.Min && code.Length <= length.Max ? code : null;
    }
}
