using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>A country in the list next to the number's field.</summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
/// <param name="Name">The name in the visitor's language.</param>
/// <param name="CallingCode">Digits without <c>+</c>.</param>
internal sealed record OtpCountry(string Code, string Name, int CallingCode)
{
    // More cultures than a site has. Beyond that the list is made each time, so that it does not grow with what visitors ask for.
    private const int MostCultures = 64;

    private static readonly ConditionalWeakTable<Offer18OtpOptions, ConcurrentDictionary<(string, string), IReadOnlyList<OtpCountry>>> Lists = [];

    /// <summary>
    /// The countries whose numbers a campaign accepts. <see cref="Offer18OtpOptions.DefaultCountry"/> comes first, the others follow by
    /// name. Empty if there is only one. Codes of networks without a country (<c>+881</c>) are not listed: they are part of the number.
    /// </summary>
    public static IReadOnlyList<OtpCountry> List(Offer18OtpOptions options)
    {
        var lists = Lists.GetOrCreateValue(options);
        var culture = (CultureInfo.CurrentUICulture.Name, CultureInfo.CurrentCulture.Name);
        return lists.TryGetValue(culture, out var list) ? list
            : lists.Count < MostCultures ? lists.GetOrAdd(culture, _ => Make(options))
            : Make(options);
    }

    public static bool Exists(string code) => PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(code);

    // For 245 countries this takes milliseconds.
    private static OtpCountry[] Make(Offer18OtpOptions options)
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
