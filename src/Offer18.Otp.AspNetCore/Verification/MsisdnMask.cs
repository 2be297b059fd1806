using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Masks a number before it is shown: <c>964•••••4567</c>. The number's owner recognises it. The dots do not tell how many digits they
/// hide.
/// </summary>
public static class MsisdnMask
{
    private const string Dots = "•••••";

    private static readonly HashSet<int> CountryCodes = PhoneNumberUtil.GetInstance().GetSupportedCallingCodes();

    /// <summary>The country code, five dots and the last four digits. A short number shows fewer digits.</summary>
    /// <param name="msisdn">Digits with the country code, with or without <c>+</c>. The result has no <c>+</c>.</param>
    public static string Apply(string msisdn)
    {
        ArgumentNullException.ThrowIfNull(msisdn);
        msisdn = msisdn.TrimStart('+');
        var countryCode = CountryCodeLength(msisdn);
        var shown = Math.Min(4, (msisdn.Length - countryCode) / 2);
        return string.Concat(msisdn.AsSpan(0, countryCode), Dots, msisdn.AsSpan(msisdn.Length - shown));
    }

    // No country code is the beginning of another one.
    private static int CountryCodeLength(string msisdn)
    {
        for (var length = 1; length <= 3 && length < msisdn.Length; length++)
        {
            if (int.TryParse(msisdn.AsSpan(0, length), out var code) && CountryCodes.Contains(code))
            {
                return length;
            }
        }

        return 0;
    }
}
