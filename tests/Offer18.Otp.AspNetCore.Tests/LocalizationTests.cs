using System.Text.RegularExpressions;
using System.Xml.Linq;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests;

public sealed partial class LocalizationTests
{
    private static readonly Dictionary<string, string> English = Texts("OtpText.resx");

    public static TheoryData<string> Translations =>
        [.. Directory.EnumerateFiles(Folder, "OtpText.*.resx").Select(file => Path.GetFileName(file))];

    private static string Folder => Path.Combine(Repository.Root, "localization");

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_language_has_each_text_and_no_other(string file) => Assert.Equal(English.Keys.Order(), Texts(file).Keys.Order());

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_language_keeps_the_placeholders(string file)
    {
        foreach (var (key, text) in Texts(file))
        {
            Assert.Equal(Placeholders(English[key]), Placeholders(text));
        }
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_language_says_everything_in_its_own_words(string file) =>
        Assert.DoesNotContain(Texts(file), text => text.Value.Length == 0 || text.Value == English[text.Key]);

    [Fact]
    public void Every_text_is_used()
    {
        var source = string.Concat(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Offer18.Otp.AspNetCore"), "*.*", SearchOption.AllDirectories)
                .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
                .Select(File.ReadAllText));
        var errors = OtpErrorCodes.All.SelectMany(code => new[] { $"error.{code}.title", $"error.{code}.detail" });

        Assert.All(English.Keys.Except(errors), key => Assert.Contains($"\"{key}\"", source, StringComparison.Ordinal));
        Assert.Subset(English.Keys.ToHashSet(), errors.ToHashSet());
    }

    [Fact]
    public void A_component_has_no_text_of_its_own()
    {
        var component = File.ReadAllText(Path.Combine(Repository.Root, "src", "Offer18.Otp.AspNetCore", "Components", "OtpVerification.razor"));

        Assert.DoesNotMatch(@">\s*[A-Za-z]{2,}[^<>@{}()=;]*</", component);
    }

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Order();

    private static Dictionary<string, string> Texts(string file) =>
        XDocument.Load(Path.Combine(Folder, file)).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();
}
