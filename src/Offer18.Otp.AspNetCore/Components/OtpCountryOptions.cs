using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Offer18.Otp.AspNetCore.Endpoints;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// The list of countries as HTML. Element by element it would be two thirds of what a page with all 245 countries allocates, and it is the same
/// for all visitors who read a language and have a country chosen.
/// </summary>
internal static class OtpCountryOptions
{
    // Of a list. It is 20 KB, and visitors can ask for each of its countries.
    private const int MostKept = 8;

    private static readonly ConditionalWeakTable<IReadOnlyList<OtpCountry>, ConcurrentDictionary<string, string>> Kept = [];

    /// <summary>The elements.</summary>
    /// <param name="countries">A campaign's countries, the same list each time.</param>
    /// <param name="chosen">The code of the selected one; null for none.</param>
    public static MarkupString Html(IReadOnlyList<OtpCountry> countries, string? chosen)
    {
        var kept = Kept.GetOrCreateValue(countries);
        var key = chosen ?? "";
        return new(kept.TryGetValue(key, out var html) ? html
            : kept.Count < MostKept ? kept.GetOrAdd(key, _ => Make(countries, chosen))
            : Make(countries, chosen));
    }

    private static string Make(IReadOnlyList<OtpCountry> countries, string? chosen) => string.Concat(countries.Select(country =>
        $"<option value=\"{country.Code}\"{(country.Code == chosen ? " selected" : "")}>{OtpHtml.Encode(country.Name)} (\u2066+{country.CallingCode}\u2069)</option>"));
}
