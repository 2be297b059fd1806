using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Servers;

/// <summary>The list of countries of the page by hand: made once, in one language, as HTML. A loop over 245 countries would take several times as long as the page.</summary>
internal sealed class HandMadeCountries
{
    public HandMadeCountries(string countries)
    {
        var numbers = PhoneNumberUtil.GetInstance();
        var encoder = HtmlEncoder.Create(UnicodeRanges.All);
        var options = numbers.GetSupportedRegions()
            .Select(code => (Code: code, Name: NameOf(code), CallingCode: numbers.GetCountryCodeForRegion(code)))
            .OrderBy(country => country.Name, StringComparer.InvariantCulture)
            .Select(country => $"""<option value="{country.Code}">{encoder.Encode(country.Name)} ({'\u2066'}+{country.CallingCode}{'\u2069'})</option>""");
        Options = countries == "*" ? new(string.Concat(options)) : null;
    }

    /// <summary>Null if there is no choice.</summary>
    public MarkupString? Options { get; }

    // "Unknown language (Kuwait)": the platform has the names of countries in a reader's language nowhere else.
    private static string NameOf(string code) => CultureInfo.GetCultureInfo($"und-{code}").DisplayName.Split('(', 2)[^1].TrimEnd(')').Replace('[', '(').Replace(']', ')');
}
