using System.Globalization;
using Offer18.Otp.AspNetCore.Components;

namespace Offer18.Otp.AspNetCore.Tests.Components;

public sealed class OtpCountryTests
{
    private readonly Offer18OtpOptions _options = new() { AllowedCountries = { "*" } };

    [Fact]
    public void The_countries_are_listed_once_for_a_language_whatever_the_region()
    {
        var english = List("en");

        Assert.Same(english, List("en-GB"));
        Assert.Same(english, List("en-ZW"));
        Assert.NotSame(english, List("fr"));
        Assert.NotSame(List("zh-Hans"), List("zh-Hant"));
    }

    [Fact]
    public void Whoever_names_all_regions_fills_no_table_so_each_language_keeps_its_list()
    {
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.SpecificCultures).Where(culture => culture.TwoLetterISOLanguageName is "en" or "ar" or "fr"))
        {
            List(culture.Name);
        }

        Assert.Same(List("pt"), List("pt-PT"));
    }

    private IReadOnlyList<OtpCountry> List(string culture)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return OtpCountry.List(_options);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
