using System.Globalization;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>A country in the list next to the number's field.</summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
/// <param name="Name">The name in the visitor's language.</param>
/// <param name="CallingCode">Digits without <c>+</c>.</param>
internal sealed record OtpCountry(string Code, string Name, int CallingCode)
{
    /// <summary>
    /// The countries whose numbers a campaign accepts. <see cref="Offer18OtpOptions.DefaultCountry"/> comes first, the others follow by
    /// name. Empty if there is only one. Codes of networks without a country (<c>+881</c>) are not listed: they are part of the number.
    /// </summary>
    public static IReadOnlyList<OtpCountry> List(Offer18OtpOptions options)
    {
        var numbers = PhoneNumberUtil.GetInstance();
        var codes = options.AllowedCountries.Contains("*") ? numbers.GetSupportedRegions() : options.AllowedCountries.Where(code => !code.StartsWith('+')).ToHashSet();
        return codes.Count <= 1
            ? []
            : [.. codes.Select(code => new OtpCountry(code, NameOf(code), numbers.GetCountryCodeForRegion(code)))
                .OrderByDescending(country => country.Code == options.DefaultCountry)
                .ThenBy(country => country.Name, StringComparer.CurrentCulture)];
    }

    // RegionInfo has a country's name only in the country's own language. CultureInfo has names in the visitor's language, from CLDR. For
    // "und-KW" the name is "Unknown language (Kuwait)". If the country's name itself contains brackets, they are square there.
    private static string NameOf(string code)
    {
        try
        {
            var both = CultureInfo.GetCultureInfo($"und-{code}").DisplayName;
            if (both.IndexOfAny(['(', '（']) is > 0 and var open)
            {
                return both[(open + 1)..^1].Replace('[', '(').Replace(']', ')');
            }
        }
        catch (CultureNotFoundException)
        {
            // The site runs without culture data (InvariantGlobalization).
        }

        return new Locale("", code).GetDisplayCountry("en") is { Length: > 0 } english ? english : code;
    }
}
