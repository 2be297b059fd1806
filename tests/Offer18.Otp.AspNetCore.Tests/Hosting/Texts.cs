using System.Xml.Linq;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>The texts as <c>localization/</c> has them: sets such as <c>OtpText</c>, each in one file per language.</summary>
internal static class Texts
{
    private const string Neutral = "en";

    private static readonly (string Set, string Language)[] Files =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "localization"), "*.resx").Select(file => Path.GetFileName(file).Split('.'))
            .Select(name => (name[0], name is [_, var language, _] ? language : Neutral)).Order()];

    public static IEnumerable<string> Sets => Files.Select(file => file.Set).Distinct();

    public static IEnumerable<string> Languages(string set) => Files.Where(file => file.Set == set).Select(file => file.Language);

    public static Dictionary<string, string> Of(string set, string language = Neutral) =>
        XDocument.Load(Path.Combine(Repository.Root, "localization", language == Neutral ? $"{set}.resx" : $"{set}.{language}.resx")).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);
}
