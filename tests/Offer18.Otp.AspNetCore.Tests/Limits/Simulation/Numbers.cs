using System.Globalization;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Tests.Limits.Simulation;

/// <summary>Where the numbers of a simulation come from. Nothing is sent to them: the partner is simulated, too.</summary>
internal static class Numbers
{
    private static readonly string[] HomeOperators = ["770", "771", "772", "773", "774", "750", "751", "780", "781", "782", "783", "790"];

    /// <summary>A number of the campaign's own country: twelve ranges of an operator, a thousand prefixes each.</summary>
    public static string OfHome(Random random) =>
        $"964{HomeOperators[random.Next(HomeOperators.Length)]}{random.Next(10_000_000).ToString("0000000", CultureInfo.InvariantCulture)}";

    /// <summary>A number of one prefix.</summary>
    public static string OfPrefix(Random random, string prefix) => prefix + random.Next(10_000).ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>Prefixes of a country: numbers without their last four digits, made from the country's example.</summary>
    public static IReadOnlyList<string> PrefixesOf(string country, int count)
    {
        var util = PhoneNumberUtil.GetInstance();
        var example = util.GetExampleNumberForType(country, PhoneNumberType.MOBILE);
        var digits = util.Format(example, PhoneNumberFormat.E164)[1..];
        var prefixes = new List<string>();
        for (var n = 0; n < 1_000 && prefixes.Count < count; n++)
        {
            var prefix = digits[..^7] + n.ToString("000", CultureInfo.InvariantCulture);
            if (util.IsValidNumber(util.Parse("+" + prefix + "1234", null)))
            {
                prefixes.Add(prefix);
            }
        }

        return prefixes;
    }
}
