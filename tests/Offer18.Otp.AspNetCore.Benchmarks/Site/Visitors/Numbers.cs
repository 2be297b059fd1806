using System.Globalization;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Visitors;

/// <summary>Numbers of Iraq, one of its largest operators: ten million of them, all possible, no two alike, and neighbours far apart.</summary>
internal static class Numbers
{
    private const int All = 10_000_000;
    private const long Step = 7_919;

    private static int _given;

    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"+964770{Interlocked.Increment(ref _given) * Step % All:D7}");
}
