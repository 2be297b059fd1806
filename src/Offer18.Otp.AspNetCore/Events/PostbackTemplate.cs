using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>Texts with placeholders, such as <c>{event_id}</c>.</summary>
internal static partial class PostbackTemplate
{
    /// <summary>The names that every campaign has.</summary>
    public static readonly IReadOnlyList<string> OwnNames = ["event", Id, "campaign", "operator", "time", "unix_time", "code", Msisdn];

    public const string Id = "event_id";

    public const string Msisdn = "msisdn_hash";

    public static IEnumerable<string> NamesIn(string text) => Placeholder().Matches(text).Select(match => match.Groups[1].Value).Distinct();

    public static string Fill(string text, IReadOnlyDictionary<string, string> values, Func<string, string> encode) =>
        Placeholder().Replace(text, match => values.TryGetValue(match.Groups[1].Value, out var value) ? encode(value) : "");

    // The braces of JSON have something else after them.
    [GeneratedRegex(@"\{([A-Za-z0-9_.-]+)\}")]
    private static partial Regex Placeholder();
}
