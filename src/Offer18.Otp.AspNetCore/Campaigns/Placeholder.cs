using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore.Campaigns;

/// <summary>
/// Knows the marks that trackers put where a value belongs, for when a tracker has not filled one: <c>{clickid}</c>, <c>${SUBID}</c>, <c>[cid]</c>, <c>%%CLICK%%</c>, <c>__CID__</c> and
/// their kin. A value that consists of nothing else says nothing.
/// </summary>
internal static partial class Placeholder
{
    /// <summary>Whether a value is nothing but marks, and what may stand between them.</summary>
    public static bool Is(string value) =>
        (Marks().IsMatch(value) || value.Contains('%') && Marks().IsMatch(Uri.UnescapeDataString(value))) && !Guid.TryParse(value, out _);

    // Each mark is read once, whatever follows it, so the time grows with the value's length alone.
    [GeneratedRegex(
        @"^(?>(\$?\{{1,3}[^{}]*\}{1,3}|\$\([^()]*\)|\[{1,2}[^\[\]]*\]{1,2}|<{1,2}[^<>]*>{1,2}|%%[^%]+%%|%[A-Za-z][\w.:-]*%|__[A-Za-z]\w*?__|\#{1,2}[A-Za-z][\w.:-]*?\#{1,2}|@@?[A-Za-z]\w*@@?|\|{1,2}[A-Za-z]\w*\|{1,2})[\s,;:|/._-]*)+\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Marks();
}
