using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Reads numbers with libphonenumber. A number must be "possible", but need not be "valid": operators get new ranges before any library
/// knows them, and a visitor who is turned away is lost. A number that is known not to be a mobile number is refused.
/// </summary>
internal sealed class MsisdnParser : IMsisdnParser
{
    /// <summary>Longer texts are not numbers. E.164 allows at most 15 digits, and people add brackets and spaces.</summary>
    private const int MaxLength = 64;

    private readonly PhoneNumberUtil _numbers = PhoneNumberUtil.GetInstance();

    public Msisdn? Parse(string? text, IEnumerable<string> allowedCountries, string? defaultCountry)
    {
        if (text is not { Length: > 0 and <= MaxLength })
        {
            return null;
        }

        var allowed = allowedCountries.ToHashSet(StringComparer.Ordinal);
        var home = defaultCountry ?? (allowed.Count == 1 && !allowed.Contains("*") ? allowed.Single() : null);
        var number = DigitText.Normalize(text).Trim();
        if (number.Length == 0 || !number.All(IsNumberCharacter) || number.LastIndexOf('+') > 0)
        {
            return null;
        }

        if (number[0] == '+')
        {
            return Read(number, null, allowed);
        }

        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        if (digits.StartsWith("00", StringComparison.Ordinal))
        {
            return Read("+" + digits[2..], null, allowed);
        }

        // Numbers with a country code but without "+" are common: Offer18 and its partners write them this way.
        return (home is null ? null : Read(number, home, allowed)) ?? Read("+" + digits, null, allowed);
    }

    private static bool IsNumberCharacter(char c) => char.IsAsciiDigit(c) || " +-().,/‐‑‒–—−·\t".Contains(c);

    private Msisdn? Read(string text, string? country, HashSet<string> allowed)
    {
        if (Parse(text, country) is not { HasExtension: false } read)
        {
            return null;
        }

        // The number is checked as it will be sent: reading may have removed zeros as a trunk prefix.
        var e164 = _numbers.Format(read, PhoneNumberFormat.E164);
        if (Parse(e164, null) is not { } number
            || _numbers.Format(number, PhoneNumberFormat.E164) != e164
            || _numbers.IsPossibleNumberForTypeWithReason(number, PhoneNumberType.MOBILE) != PhoneNumberUtil.ValidationResult.IS_POSSIBLE
            || _numbers.GetRegionCodeForNumber(number) is not { } region && (region = _numbers.GetRegionCodeForCountryCode(number.CountryCode)) is null
            || !MayBeMobile(number, region))
        {
            return null;
        }

        return allowed.Contains("*") || allowed.Contains(region) ? new Msisdn(e164[1..], region) : null;
    }

    // A range that the library does not know yet passes if it begins like the country's mobile numbers. Premium and fixed-line ranges,
    // known or not, begin differently.
    private bool MayBeMobile(PhoneNumber number, string region) => _numbers.GetNumberType(number) switch
    {
        PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE => true,
        PhoneNumberType.UNKNOWN => _numbers.GetExampleNumberForType(region, PhoneNumberType.MOBILE) is { } mobile
            && _numbers.GetNationalSignificantNumber(number)[0] == _numbers.GetNationalSignificantNumber(mobile)[0],
        _ => false,
    };

    private PhoneNumber? Parse(string text, string? country)
    {
        try
        {
            return _numbers.Parse(text, country);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
