using System.Collections.Concurrent;
using System.Text.Json;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>The vocabularies that ship with the package, and those that a site adds as files.</summary>
internal static class PartnerVocabularies
{
    private const string Prefix = "Vocabularies/";

    private static readonly ConcurrentDictionary<string, PartnerVocabulary> Loaded = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the vocabularies that ship with the package.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(PartnerVocabularies).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Order(StringComparer.Ordinal)];

    /// <summary>A vocabulary.</summary>
    /// <param name="name">One of <see cref="Names"/>, or a path that ends in <c>.json</c>.</param>
    /// <exception cref="FormatException">The file is no vocabulary.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PartnerVocabulary Get(string name) => Loaded.GetOrAdd(name, Load);

    /// <summary>What is wrong with a name, or null. It does not say the name.</summary>
    public static string? Problem(string name)
    {
        if (!Names.Contains(name, StringComparer.OrdinalIgnoreCase) && !IsPath(name))
        {
            return $"is neither a path that ends in .json nor one of {string.Join(", ", Names)}.";
        }

        try
        {
            Get(name);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "names a file that cannot be read.";
        }
        catch (FormatException exception)
        {
            return $"names a file that cannot be used: {exception.Message}";
        }
    }

    private static bool IsPath(string name) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static PartnerVocabulary Load(string name)
    {
        using var stream = IsPath(name)
            ? File.OpenRead(Path.Combine(AppContext.BaseDirectory, name) is var published && File.Exists(published) ? published : name)
            : typeof(PartnerVocabularies).Assembly.GetManifestResourceStream(Prefix + name.ToLowerInvariant())!;
        try
        {
            using var json = JsonDocument.Parse(stream, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return PartnerVocabulary.Read(json.RootElement);
        }
        catch (JsonException)
        {
            throw new FormatException("it is no JSON.");
        }
    }
}
