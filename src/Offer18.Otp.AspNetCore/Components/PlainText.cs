using System.Net;
using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What a reader sees of HTML that a component has rendered: single spaces, and a line for each block.</summary>
internal static partial class PlainText
{
    public static string Of(string html)
    {
        var text = WebUtility.HtmlDecode(Tag().Replace(Block().Replace(Space().Replace(Unseen().Replace(html, ""), " "), "\n"), ""));
        return string.Join('\n', text.Split('\n').Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(line => line.Length > 0));
    }

    [GeneratedRegex(@"<!--.*?-->|<(script|style|template)\b.*?</\1\s*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Unseen();

    [GeneratedRegex(@"</?(p|div|br|li|ul|ol|dl|dt|dd|h[1-6]|section|article|header|footer|table|tr|blockquote|hr|details|summary|label|fieldset)\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Block();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
