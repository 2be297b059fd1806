using Offer18.Otp.AspNetCore.Errors;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Offer18.Otp.AspNetCore.Components;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests;

public sealed partial class LocalizationTests
{
    // Keys that describe the language. No visitor reads them.
    private static readonly string[] Settings = ["language", "direction", "plural"];

    // A name may be the same in every language.
    private static readonly string[] Names = ["site.name", "sadafa.name", "moli.name"];

    // The folder whose code reads each set.
    private static readonly Dictionary<string, string> Folders = new()
    {
        ["OtpText"] = "src/Offer18.Otp.AspNetCore",
        ["SampleSiteText"] = "sample-site",
        ["SimulatorText"] = "src/Offer18.Otp.Simulator",
    };

    // The samples of whole numbers ("@integer") in Unicode CLDR 48, common/supplemental/plurals.xml.
    private static readonly Dictionary<string, string> Cldr = new()
    {
        ["ar"] = "zero: 0; one: 1; two: 2; few: 3~10, 103~110, 1003; many: 11~26, 111, 1011; other: 100~102, 200~202, 300~302, 400~402, 500~502, 600, 1000, 10000, 100000, 1000000",
        ["en"] = "one: 1; other: 0, 2~16, 100, 1000, 10000, 100000, 1000000",
        ["fr"] = "one: 0, 1; many: 1000000; other: 2~17, 100, 1000, 10000, 100000",
        // That of pt-PT: pt is European here, as it is for Angola and Mozambique. CLDR means Brazil by it.
        ["pt"] = "one: 1; many: 1000000; other: 0, 2~16, 100, 1000, 10000, 100000",
        ["pt-BR"] = "one: 0, 1; many: 1000000; other: 2~17, 100, 1000, 10000, 100000",
        ["zh"] = "other: 0~15, 100, 1000, 10000, 100000, 1000000",
    };

    // All other languages use Latin letters.
    private static readonly Dictionary<string, Regex> Scripts = new()
    {
        ["ar"] = new(@"\p{IsArabic}"),
        ["zh"] = new(@"\p{IsCJKUnifiedIdeographs}"),
    };

    public static TheoryData<string> Sets => [.. Texts.Sets];

    public static TheoryData<string> Languages => [.. Texts.Languages("OtpText")];

    public static MatrixTheoryData<string, string> SetsAndLanguages => new(Texts.Sets, Texts.Languages("OtpText"));

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_set_of_texts_speaks_the_same_languages(string set) =>
        Assert.Equal(Texts.Languages("OtpText"), Texts.Languages(set));

    [Theory]
    [MemberData(nameof(SetsAndLanguages))]
    public void A_language_has_each_text_and_no_other_and_each_of_its_plurals(string set, string language)
    {
        var keys = Texts.Of(set).Keys;
        var counting = Counting(set);
        var plain = keys.Where(key => !counting.Any(counted => key.StartsWith(counted + ".", StringComparison.Ordinal)));
        var plurals = counting.SelectMany(key => Categories(Rules(language)).Select(category => $"{key}.{category}"));

        Assert.Equal(plain.Concat(plurals).Order(), Texts.Of(set, language).Keys.Order());
    }

    [Theory]
    [MemberData(nameof(SetsAndLanguages))]
    public void A_language_keeps_the_placeholders(string set, string language)
    {
        var english = Texts.Of(set);
        var counting = Counting(set);
        foreach (var (key, text) in Texts.Of(set, language))
        {
            var counted = key[..Math.Max(key.LastIndexOf('.'), 0)];
            var original = counting.Contains(counted) ? english[$"{counted}.other"] : english[key];
            // If a plural form fits only one number, a word may say it: "one attempt".
            if (!(counting.Contains(counted) && StandsForOneNumber(key.Split('.')[^1], Rules(language)) && !Placeholder().IsMatch(text)))
            {
                Assert.Equal((key, string.Join(' ', Placeholders(original))), (key, string.Join(' ', Placeholders(text))));
            }
        }
    }

    [Theory]
    [MemberData(nameof(SetsAndLanguages))]
    public void A_language_says_everything_in_its_own_words_and_script(string set, string language)
    {
        var english = language == "en" ? [] : Texts.Of(set);
        var script = Scripts.GetValueOrDefault(language.Split('-')[0]);
        foreach (var (key, text) in Texts.Of(set, language).Where(text => set == "SampleSiteText" || !Settings.Contains(text.Key)))
        {
            Assert.NotEqual("", text.Trim());
            // So may an abbreviation ("UTC").
            if (english.Count > 0 && !Names.Contains(key) && Lower().IsMatch(Placeholder().Replace(text, "")))
            {
                Assert.NotEqual((key, english.GetValueOrDefault(key)), (key, text));
                Assert.DoesNotMatch(EnglishWords(), text);
                Assert.Matches(script ?? Lower(), text);
                Assert.False(script is not null && LatinWords().IsMatch(text), text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_language_names_itself_and_its_direction_and_has_the_plurals_of_CLDR(string language)
    {
        var texts = Texts.Of("OtpText", language);
        var culture = CultureInfo.GetCultureInfo(language);

        Assert.Equal(language, texts["language"]);
        Assert.Equal(culture.TextInfo.IsRightToLeft ? "rtl" : "ltr", texts["direction"]);
        AssertSamples(Cldr.GetValueOrDefault(language) ?? Cldr[culture.TwoLetterISOLanguageName], texts["plural"]);
    }

    // Imprimerie nationale, Lexique des règles typographiques: U+00A0 before a colon and within guillemets, U+202F before ; ! ?
    [Theory]
    [MemberData(nameof(Sets))]
    public void French_signs_never_begin_a_line(string set) =>
        Assert.DoesNotContain(Texts.Of(set, "fr"), text => text.Key != "plural" && FrenchSigns().IsMatch(text.Value));

    // A number at the end of a line, and what it counts at the beginning of the next, are read twice.
    [Theory]
    [MemberData(nameof(SetsAndLanguages))]
    public void A_number_and_what_it_counts_stand_on_one_line(string set, string language)
    {
        var counting = Counting(set);
        Assert.All(
            Texts.Of(set, language).Where(text => counting.Contains(text.Key[..Math.Max(text.Key.LastIndexOf('.'), 0)]) || text.Key.EndsWith(".detail", StringComparison.Ordinal)),
            text => Assert.DoesNotMatch(@"\{0\} (?![—–])\p{L}", text.Value));
        Assert.All(Texts.Of(set, language), text => Assert.DoesNotMatch(@"(?:\b(?:1[.,]99|18|3)|\{1\}) (?:anos?|ans?|min|seconds?|segundos?|secondes?|秒|岁|歲|[\u0600-\u06FF])", text.Value));
    }

    // The two ways of writing Portuguese. Brazil says celular and usuário, Portugal telemóvel and utilizador, and neither the other's.
    [Theory]
    [InlineData("pt", @"\bcelular|\bvocê|\bseus? (?:número|celular)\b(?<!\b[oO]s? seus? (?:número|celular))|\bsenha\b|\btela\b|\bestamos \w+ndo\b")]
    [InlineData("pt-BR", @"telem[óo]vel|\becrã|palavra-passe|utilizador|\bestamos a \w+r\b|dentro de \{0\}")]
    public void Brazil_and_Portugal_are_each_spoken_to_in_their_own_words(string language, string words) =>
        Assert.All(Texts.Sets.SelectMany(set => Texts.Of(set, language)), text => Assert.DoesNotMatch(words, text.Value));

    // GB 2312 has the simplified characters, Big5 the traditional ones.
    [Theory]
    [InlineData("zh-Hans", 20936)]
    [InlineData("zh-Hant", 950)]
    public void Chinese_is_written_in_the_characters_of_its_own(string language, int codePage)
    {
        var characters = CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ReplacementFallback, DecoderFallback.ExceptionFallback)!;

        Assert.All(Texts.Sets.SelectMany(set => Texts.Of(set, language).Values), text => Assert.Equal(text, string.Concat(text.Select(
            character => Scripts["zh"].IsMatch($"{character}") ? characters.GetString(characters.GetBytes([character])) : $"{character}"))));
    }

    /// <summary>Samples that Unicode CLDR gives for its own rules.</summary>
    [Theory]
    [InlineData("one: n = 0,1; other", "one: 0, 1; other: 2~17, 100")]
    [InlineData("one: n % 10 = 1 and n % 100 != 11; few: n % 10 = 2..4 and n % 100 != 12..14; many: n % 10 = 0 or n % 10 = 5..9 or n % 100 = 11..14; other",
        "one: 1, 21, 31, 101, 1001; few: 2~4, 22~24, 102; many: 0, 5~19, 100, 111; other:")]
    public void A_plural_rule_is_read_as_CLDR_means_it(string rules, string samples) => AssertSamples(samples, rules);

    [Theory]
    [InlineData("")]
    [InlineData("one: n = 1")]
    [InlineData("one n = 1; other")]
    [InlineData("one: n == 1; other")]
    [InlineData("one: i = 1; other")]
    public void A_plural_rule_that_is_none_is_refused(string rules) =>
        Assert.Throws<FormatException>(() => PluralRules.CategoryOf(7, rules));

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_text_is_used_and_every_text_used_is_there(string set)
    {
        var source = string.Concat(Sources(set).Select(File.ReadAllText));
        var counting = Counting(set);
        string[] errors = set == "OtpText" ? [.. OtpErrorTable.Codes.Concat(OtpErrorText.OtherNames).SelectMany(code => new[] { $"error.{code}.title", $"error.{code}.detail" })] : [];
        var keys = Texts.Of(set).Keys
            .Select(key => counting.FirstOrDefault(counted => key.StartsWith(counted + ".", StringComparison.Ordinal)) ?? key).ToHashSet();

        Assert.All(keys.Except(errors), key => Assert.Contains($"\"{key}\"", source, StringComparison.Ordinal));
        Assert.Subset(keys, errors.ToHashSet());
        Assert.Subset(keys, Used().Matches(source).Select(match => match.Groups[1].Value).ToHashSet());
        Assert.Subset(counting.ToHashSet(), Counted().Matches(source).Select(match => match.Groups[1].Value).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_view_has_no_text_of_its_own(string set) =>
        Assert.All(Sources(set).Where(file => !file.EndsWith(".cs", StringComparison.Ordinal)).Select(File.ReadAllText), view =>
        {
            Assert.DoesNotMatch(@">\s*[A-Za-z]{2,}[^<>@{}()=;]*</", view);
            Assert.DoesNotMatch(@"(?:title|alt|placeholder|aria-label)=""[^@""]", view);
        });

    private static string[] Counting(string set) =>
        [.. Texts.Of(set).Keys.Where(key => key.EndsWith(".other", StringComparison.Ordinal)).Select(key => key[..^".other".Length])];

    private static string Rules(string language) => Texts.Of("OtpText", language)["plural"];

    private static IEnumerable<string> Categories(string rules) => rules.Split(';').Select(rule => rule.Split(':')[0].Trim());

    private static bool StandsForOneNumber(string category, string rules) =>
        Enumerable.Range(0, 1_000).Count(number => PluralRules.CategoryOf(number, rules) == category) == 1;

    // Samples are written as in CLDR: "one: 1; other: 0, 2~16, 100".
    private static void AssertSamples(string samples, string rules)
    {
        Assert.Equal(Categories(samples), Categories(rules));
        foreach (var sample in samples.Split(';'))
        {
            var (category, ranges) = (sample.Split(':')[0].Trim(), sample.Split(':')[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            var numbers = ranges.Select(range => Array.ConvertAll(range.Split('~'), int.Parse)).SelectMany(range => Enumerable.Range(range[0], range[^1] - range[0] + 1));
            Assert.All(numbers, number => Assert.Equal((number, category), (number, PluralRules.CategoryOf(number, rules))));
        }
    }

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Order();

    private static IEnumerable<string> Sources(string set) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, Folders[set]), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" or ".cshtml" && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("[a-z]")]
    private static partial Regex Lower();

    [GeneratedRegex(@"\b(?:the|this|that|your?|with|and|from|is|are|please)\b", RegexOptions.IgnoreCase)]
    private static partial Regex EnglishWords();

    [GeneratedRegex(@"\b[a-z]+ [a-z]+\b")]
    private static partial Regex LatinWords();

    [GeneratedRegex(@"[^\u00A0][:»]|«(?!\u00A0)|[^\u202F][;!?]")]
    private static partial Regex FrenchSigns();

    [GeneratedRegex("""\b(?:[Tt]ext\[|Html\(|Around\(|T\(|Texts\.GetString\()"([^"]+)"[\],)]""")]
    private static partial Regex Used();

    [GeneratedRegex("""\.Plural\("([^"]+)",""")]
    private static partial Regex Counted();
}
