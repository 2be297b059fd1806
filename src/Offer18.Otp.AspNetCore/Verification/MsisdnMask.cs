using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// What is shown of a number once it was sent to: <c>964•••••4567</c>. Its owner knows it again; the dots tell nobody how many
/// digits they hide.
/// </summary>
public static class MsisdnMask
{
    private const string Dots = "•••••";

    /// <summary>The country code, five dots and the last four digits; of a short number fewer.</summary>
    /// <param name="msisdn">Digits with the country code, with or without <c>+</c>, which is left out.</param>
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
        var known = PhoneNumberUtil.GetInstance().GetSupportedCallingCodes();
        for (var length = 1; length <= 3 && length < msisdn.Length; length++)
        {
            if (int.TryParse(msisdn.AsSpan(0, length), out var code) && known.Contains(code))
            {
                return length;
            }
        }

        return 0;
    }
}
