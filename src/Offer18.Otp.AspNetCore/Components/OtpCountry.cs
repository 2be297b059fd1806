using System.Globalization;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>A country in the list beside the number.</summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
/// <param name="Name">In the visitor's language.</param>
/// <param name="CallingCode">Digits without <c>+</c>.</param>
internal sealed record OtpCountry(string Code, string Name, int CallingCode)
{
    /// <summary>The countries whose numbers a campaign takes: its own first, the others by name. None where there is no choice.</summary>
    public static IReadOnlyList<OtpCountry> List(Offer18OtpOptions options)
    {
        var numbers = PhoneNumberUtil.GetInstance();
        var codes = options.AllowedCountries.Contains("*") ? numbers.GetSupportedRegions() : options.AllowedCountries.ToHashSet();
        return codes.Count == 1
            ? []
            : [.. codes.Select(code => new OtpCountry(code, NameOf(code), numbers.GetCountryCodeForRegion(code)))
                .OrderByDescending(country => country.Code == options.DefaultCountry)
                .ThenBy(country => country.Name, StringComparer.CurrentCulture)];
    }

    // RegionInfo knows a country's name in its own language alone. Of a culture the platform has the name in the visitor's, from
    // CLDR, as "Unknown language (Kuwait)"; brackets within it are square.
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
            // The site runs without the data of cultures (InvariantGlobalization).
        }

        return new Locale("", code).GetDisplayCountry("en") is { Length: > 0 } english ? english : code;
    }
}
