using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// Texts that count something. The resources of each language contain its rules for whole numbers (text <c>plural</c>), in the notation of
/// Unicode CLDR (UTS 35, part 3): <c>one: n = 1; few: n % 10 = 2..4 and n % 100 != 12..14; other</c>. So a new language needs no change in
/// the code.
/// </summary>
internal static partial class PluralRules
{
    /// <summary>The text <c>key.category</c>, with the number in place of <c>{0}</c>.</summary>
    public static string Plural(this IStringLocalizer<OtpText> text, string key, int number) =>
        text[$"{key}.{CategoryOf(number, text["plural"])}", number];

    /// <summary>Each form of a text that counts, with <c>{0}</c> in it, and the category that it is for.</summary>
    public static IEnumerable<(string Category, string Text)> Forms(this IStringLocalizer<OtpText> text, string key) =>
        from rule in text["plural"].Value.Split(';') let category = rule.Split(':')[0].Trim() select (category, text[$"{key}.{category}"].Value);

    /// <exception cref="FormatException">The rules are not written as above, or do not end in <c>other</c>.</exception>
    public static string CategoryOf(int number, string rules)
    {
        foreach (var rule in rules.Split(';', StringSplitOptions.TrimEntries))
        {
            if (rule == "other")
            {
                return rule;
            }

            if (rule.Split(':') is not [var category, var condition])
            {
                break;
            }

            if (condition.Split(" or ").Any(any => any.Split(" and ").All(relation => Holds(relation, number))))
            {
                return category;
            }
        }

        throw new FormatException($"\"{rules}\" are no plural rules.");
    }

    private static bool Holds(string relation, int number)
    {
        if (Relation().Match(relation) is not { Success: true, Groups: var parts })
        {
            throw new FormatException($"\"{relation}\" is no relation of a plural rule.");
        }

        var operand = parts["modulus"].Success ? number % Number(parts["modulus"].Value) : number;
        var isIn = parts["range"].Captures.Select(range => range.Value.Split("..")).Any(range =>
            operand >= Number(range[0]) && operand <= Number(range[^1]));
        return isIn != parts["not"].Success;
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*n\s*(?:%\s*(?<modulus>\d+)\s*)?(?<not>!)?=\s*(?<range>\d+(?:\.\.\d+)?)(?:\s*,\s*(?<range>\d+(?:\.\.\d+)?))*\s*\z")]
    private static partial Regex Relation();
}
