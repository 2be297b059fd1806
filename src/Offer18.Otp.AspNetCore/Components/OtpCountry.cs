using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>A country in the list next to the number's field.</summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
/// <param name="Name">The name in the visitor's language.</param>
/// <param name="CallingCode">Digits without <c>+</c>.</param>
internal sealed record OtpCountry(string Code, string Name, int CallingCode)
{
    // More languages than a site has. Beyond that the list is made each time, so that it does not grow with what visitors ask for.
    private const int MostLanguages = 64;

    private static readonly ResourceManager Texts = new("Offer18.Otp.AspNetCore.Localization.OtpText", typeof(OtpText).Assembly);
    private static readonly ConditionalWeakTable<Offer18OtpOptions, ConcurrentDictionary<(string, string), IReadOnlyList<OtpCountry>>> Lists = [];

    /// <summary>
    /// The countries whose numbers a campaign accepts. <see cref="Offer18OtpOptions.DefaultCountry"/> comes first, the others follow by
    /// name. Empty if there is only one. Codes of networks without a country (<c>+881</c>) are not listed: they are part of the number.
    /// </summary>
    public static IReadOnlyList<OtpCountry> List(Offer18OtpOptions options)
    {
        var lists = Lists.GetOrCreateValue(options);
        var language = (LanguageOf(CultureInfo.CurrentUICulture), Texts.GetString("language", CultureInfo.CurrentUICulture) ?? "");
        return lists.TryGetValue(language, out var list) ? list
            : lists.Count < MostLanguages ? lists.GetOrAdd(language, _ => Make(options))
            : Make(options);
    }

    public static bool Exists(string code) => PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(code);

    // The visitor's region is left out: a browser can name any of a hundred. Where it matters, as in Brazil, the texts have a language of their own.
    private static string LanguageOf(CultureInfo culture)
    {
        while (!culture.IsNeutralCulture && culture.Name.Length > 0)
        {
            culture = culture.Parent;
        }

        return culture.Name;
    }

    // For 245 countries this takes milliseconds.
    private static OtpCountry[] Make(Offer18OtpOptions options)
    {
        var numbers = PhoneNumberUtil.GetInstance();
        var codes = options.AllowedCountries.Contains("*") ? numbers.GetSupportedRegions() : options.AllowedCountries.Where(code => !code.StartsWith('+')).ToHashSet();
        return codes.Count <= 1
            ? []
            : [.. codes.Select(code => new OtpCountry(code, NameOf(code), numbers.GetCountryCodeForRegion(code)))
                .OrderByDescending(country => country.Code == options.DefaultCountry)
                .ThenBy(country => country.Name, StringComparer.Create(CultureInfo.CurrentUICulture, CompareOptions.None))];
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
