using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

public sealed partial class TextTests
{
    [Fact]
    public void Every_text_is_there_in_both_languages_and_with_the_same_places()
    {
        var english = Texts("SampleSiteText.resx");
        var chinese = Texts("SampleSiteText.zh-Hans.resx");

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), chinese.Keys.Order());
        Assert.All(english, text =>
        {
            Assert.NotEmpty(text.Value);
            Assert.NotEmpty(chinese[text.Key]);
            Assert.Equal(text.Value.Contains("{0}", StringComparison.Ordinal), chinese[text.Key].Contains("{0}", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Every_text_is_used_and_every_text_used_is_there()
    {
        var keys = Texts("SampleSiteText.resx").Keys;
        var folder = Path.Combine(RepositoryRoot(), "sample-site");
        var source = string.Concat(((string[])["*.razor", "*.cshtml"])
            .SelectMany(views => Directory.EnumerateFiles(folder, views, SearchOption.AllDirectories)).Select(File.ReadAllText));

        Assert.All(keys, key => Assert.Contains($"\"{key}\"", source, StringComparison.Ordinal));
        Assert.All(Used().Matches(source).Select(match => match.Groups[1].Value), used => Assert.Contains(used, keys));
    }

    [GeneratedRegex("""\bText\["([^"]+)"[\],]""")]
    private static partial Regex Used();

    private static Dictionary<string, string> Texts(string file) =>
        XDocument.Load(Path.Combine(RepositoryRoot(), "localization", file)).Root!
            .Elements("data")
            .ToDictionary(text => text.Attribute("name")!.Value, text => text.Element("value")!.Value, StringComparer.Ordinal);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Offer18.Otp.AspNetCore.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
