using System.Globalization;
using Offer18.Otp.AspNetCore.Errors;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>A mobile number as people write it, for a text that says how to write one. It is libphonenumber's, and nobody's.</summary>
internal static class NumberExample
{
    // For a campaign that accepts numbers of all countries. It shows only how a country code is written.
    private const string AnyCountry = "GB";

    /// <summary>The country of a campaign that accepts numbers of one alone; otherwise null.</summary>
    public static string? OnlyCountry(Offer18OtpOptions options) =>
        options.AllowedCountries.Where(name => !name.StartsWith('+')).ToArray() is [not "*" and var only] ? only : null;

    /// <param name="country">The number's country, ISO 3166-1 alpha-2; null if it is not known.</param>
    /// <param name="options">The campaign's.</param>
    /// <param name="mistake">What the text is about. Where the country is missing, the example begins with its code.</param>
    public static string? Of(string? country, Offer18OtpOptions options, OtpMistake mistake)
    {
        var numbers = PhoneNumberUtil.GetInstance();
        // A client can write anything there.
        if (country is not null && !options.AllowedCountries.Contains(country)
            && !(options.AllowedCountries.Contains("*") && numbers.GetSupportedRegions().Contains(country)))
        {
            country = null;
        }

        country ??= options.DefaultCountry ?? OnlyCountry(options);
        if (country is not null && mistake != OtpMistake.Country && Format(numbers.GetExampleNumberForType(country, PhoneNumberType.MOBILE), PhoneNumberFormat.NATIONAL) is { } national)
        {
            return national;
        }

        var first = country ?? options.AllowedCountries.FirstOrDefault(name => name != "*") ?? AnyCountry;
        return Format(
            first.StartsWith('+') ? numbers.GetExampleNumberForNonGeoEntity(int.Parse(first, CultureInfo.InvariantCulture)) : numbers.GetExampleNumberForType(first, PhoneNumberType.MOBILE),
            PhoneNumberFormat.INTERNATIONAL);

        string? Format(PhoneNumber? number, PhoneNumberFormat format) => number is null ? null : numbers.Format(number, format);
    }
}
