using Offer18.Otp.AspNetCore.Benchmarks.Site.Load;
using Offer18.Otp.AspNetCore.Benchmarks.Site.Visitors;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site;

/// <summary>One row of the table: the same of the package and of what a user would write by hand.</summary>
/// <param name="Name">The row's name.</param>
/// <param name="Countries">The countries that the site accepts.</param>
/// <param name="Requests">How many requests a round has: so many that the compiler has done its work before the third one. On one core that takes a while.</param>
/// <param name="Prepare">Makes a round of so many requests.</param>
internal sealed record SiteRow(string Name, string Countries, int Requests, Func<ISiteVisitors, int, Task<Round>> Prepare)
{
    /// <summary>The country of <see cref="Numbers"/>.</summary>
    public const string OneCountry = "IQ";

    public static IReadOnlyList<SiteRow> All { get; } =
    [
        new("generate", OneCountry, 20_000, (visitors, count) => visitors.GenerateAsync(count)),
        new("verify", OneCountry, 20_000, (visitors, count) => visitors.VerifyAsync(count)),
        new("gate", OneCountry, 30_000, (visitors, count) => visitors.VisitGateAsync(count)),
        new("component, one country", OneCountry, 20_000, (visitors, count) => visitors.LookAsync(count)),
        new("component, AllowedCountries *", "*", 15_000, (visitors, count) => visitors.LookAsync(count)),
    ];
}
