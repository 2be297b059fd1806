using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Offer18.Otp.AspNetCore.Components;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests;

public sealed partial class LocalizationTests
{
    // What a language says of itself, and no visitor reads.
    private static readonly string[] Settings = ["language", "direction", "plural"];

    private static readonly Dictionary<string, string> English = Texts("OtpText.resx");

    private static readonly string[] Counting =
        [.. English.Keys.Where(key => key.EndsWith(".other", StringComparison.Ordinal)).Select(key => key[..^".other".Length])];

    public static TheoryData<string> Languages =>
        [.. Directory.EnumerateFiles(Folder, "OtpText*.resx").Select(file => Path.GetFileName(file)).Order()];

    public static TheoryData<string> Translations =>
        [.. Directory.EnumerateFiles(Folder, "OtpText.*.resx").Select(file => Path.GetFileName(file)).Order()];

    private static string Folder => Path.Combine(Repository.Root, "localization");

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_language_has_each_text_and_no_other_and_what_counts_in_each_of_its_plurals(string file)
    {
        var texts = Texts(file);
        var plain = English.Keys.Where(key => !Counting.Any(counting => key.StartsWith(counting + ".", StringComparison.Ordinal)));
        var plurals = Counting.SelectMany(key => Categories(texts["plural"]).Select(category => $"{key}.{category}"));

        Assert.Equal(plain.Concat(plurals).Order(), texts.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_language_keeps_the_placeholders(string file)
    {
        var texts = Texts(file);
        foreach (var (key, text) in texts)
        {
            var original = English.GetValueOrDefault(key) ?? English[key[..key.LastIndexOf('.')] + ".other"];
            // Where a plural stands for one number alone, a word may say it: "one attempt".
            var ownNumber = !English.ContainsKey(key) || Counting.Contains(key[..Math.Max(key.LastIndexOf('.'), 0)]);
            if (!(ownNumber && StandsForOneNumber(key.Split('.')[^1], texts["plural"]) && !Placeholder().IsMatch(text)))
            {
                Assert.Equal((key, string.Join(' ', Placeholders(original))), (key, string.Join(' ', Placeholders(text))));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_language_says_everything_in_its_own_words(string file) =>
        Assert.DoesNotContain(
            Texts(file), text => text.Value.Trim().Length == 0 || !Settings.Contains(text.Key) && text.Value == English.GetValueOrDefault(text.Key));

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_language_names_itself_and_its_direction_and_its_plural_rules_hold_for_every_number(string file)
    {
        var texts = Texts(file);
        var culture = CultureInfo.GetCultureInfo(texts["language"]);

        Assert.Equal(file == "OtpText.resx" ? "en" : file.Split('.')[1], culture.Name);
        Assert.Equal(culture.TextInfo.IsRightToLeft ? "rtl" : "ltr", texts["direction"]);
        var used = Enumerable.Range(0, 1_000).Select(number => PluralRules.CategoryOf(number, texts["plural"])).ToHashSet();
        Assert.Equal(Categories(texts["plural"]).Order(), used.Order());
    }

    /// <summary>The samples that Unicode CLDR 47 gives for its own rules.</summary>
    [Theory]
    [InlineData("one: n = 1; other", "one:1 other:0,2,16,100")]
    [InlineData("one: n = 0,1; other", "one:0,1 other:2,17,100")]
    [InlineData("zero: n = 0; one: n = 1; two: n = 2; few: n % 100 = 3..10; many: n % 100 = 11..99; other",
        "zero:0 one:1 two:2 few:3,10,103,110,1003 many:11,26,99,111,1011 other:100,102,200,202,1000")]
    [InlineData("one: n % 10 = 1 and n % 100 != 11; few: n % 10 = 2..4 and n % 100 != 12..14; many: n % 10 = 0 or n % 10 = 5..9 or n % 100 = 11..14; other",
        "one:1,21,101 few:2,4,22,102 many:0,5,11,19,100,111")]
    public void A_plural_rule_is_read_as_CLDR_means_it(string rules, string samples)
    {
        foreach (var sample in samples.Split(' '))
        {
            var (category, numbers) = (sample.Split(':')[0], sample.Split(':')[1]);
            Assert.All(numbers.Split(','), number => Assert.Equal((number, category), (number, PluralRules.CategoryOf(int.Parse(number, CultureInfo.InvariantCulture), rules))));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("one: n = 1")]
    [InlineData("one n = 1; other")]
    [InlineData("one: n == 1; other")]
    [InlineData("one: i = 1; other")]
    public void A_plural_rule_that_is_none_is_refused(string rules) =>
        Assert.Throws<FormatException>(() => PluralRules.CategoryOf(7, rules));

    [Fact]
    public void Every_text_is_used_and_every_text_used_is_there()
    {
        var source = Source();
        var errors = OtpErrorCodes.All.SelectMany(code => new[] { $"error.{code}.title", $"error.{code}.detail" }).ToHashSet();
        var keys = English.Keys.Select(key => Counting.FirstOrDefault(counting => key.StartsWith(counting + ".", StringComparison.Ordinal)) ?? key).ToHashSet();

        Assert.All(keys.Except(errors), key => Assert.Contains($"\"{key}\"", source, StringComparison.Ordinal));
        Assert.Subset(keys, errors);
        Assert.Subset(keys, Used().Matches(source).Select(match => match.Groups[1].Value).ToHashSet());
        Assert.Subset(Counting.ToHashSet(), Counted().Matches(source).Select(match => match.Groups[1].Value).ToHashSet());
    }

    [Fact]
    public void A_component_has_no_text_of_its_own()
    {
        var component = File.ReadAllText(Path.Combine(Repository.Root, "src", "Offer18.Otp.AspNetCore", "Components", "OtpVerification.razor"));

        Assert.DoesNotMatch(@">\s*[A-Za-z]{2,}[^<>@{}()=;]*</", component);
        Assert.DoesNotMatch(@"(?:title|alt|placeholder|aria-label)=""[^@""]", component);
    }

    private static IEnumerable<string> Categories(string rules) => rules.Split(';').Select(rule => rule.Split(':')[0].Trim());

    private static bool StandsForOneNumber(string category, string rules) =>
        Enumerable.Range(0, 1_000).Count(number => PluralRules.CategoryOf(number, rules) == category) == 1;

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Order();

    private static string Source() => string.Concat(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Offer18.Otp.AspNetCore"), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Select(File.ReadAllText));

    private static Dictionary<string, string> Texts(string file) =>
        XDocument.Load(Path.Combine(Folder, file)).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("""\b(?:[Tt]ext\[|Around\()"([^"]+)"[\],]""")]
    private static partial Regex Used();

    [GeneratedRegex("""\.Plural\("([^"]+)",""")]
    private static partial Regex Counted();
}
