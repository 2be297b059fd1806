using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// What a reader sees of HTML that a component has rendered: single spaces, and a line for each block. Pictures count by what they say. What has the attribute
/// <c>hidden</c> does not count. Of style sheets nothing is known here.
/// </summary>
internal static partial class PlainText
{
    private static readonly FrozenSet<string> Blocks = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "table", "tr", "blockquote", "hr", "details",
        "summary", "label", "fieldset");

    // Nobody sees what is in them, unless a script opens them.
    private static readonly FrozenSet<string> Closed = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "dialog", "datalist", "noscript");

    // They have no end of their own.
    private static readonly FrozenSet<string> Empty = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "br", "hr", "img", "input", "wbr", "link", "meta", "source", "area", "col");

    public static string Of(string html)
    {
        html = Unseen().Replace(html, "");
        var text = new StringBuilder();
        var position = 0;
        var (hidden, depth) = ("", 0);
        foreach (Match tag in Tag().Matches(html))
        {
            if (depth == 0)
            {
                text.Append(Space().Replace(html[position..tag.Index], " "));
            }

            position = tag.Index + tag.Length;
            var (isEnd, name, attributes) = (tag.Groups[1].Length > 0, tag.Groups[2].Value, tag.Groups[3].Value);
            // A paragraph ends where the next block begins, and a point of a list where the next one does.
            if (depth == 1 && !isEnd && (hidden.Equals("p", StringComparison.OrdinalIgnoreCase) && Blocks.Contains(name) || hidden.Equals("li", StringComparison.OrdinalIgnoreCase) && name.Equals("li", StringComparison.OrdinalIgnoreCase)))
            {
                depth = 0;
            }

            if (depth > 0)
            {
                depth += !name.Equals(hidden, StringComparison.OrdinalIgnoreCase) || Empty.Contains(name) ? 0 : isEnd ? -1 : 1;
            }
            else if (!isEnd && (Hidden().IsMatch(attributes) || Closed.Contains(name) && !Open().IsMatch(attributes)))
            {
                (hidden, depth) = (name, Empty.Contains(name) || attributes.EndsWith('/') ? 0 : 1);
            }
            else
            {
                text.Append(Blocks.Contains(name) ? "\n" : "");
                text.Append(name.Equals("img", StringComparison.OrdinalIgnoreCase) && Alternative().Match(attributes) is { Success: true } alternative ? alternative.Groups[1].Value.Trim('"', '\'') : "");
            }
        }

        text.Append(depth == 0 ? Space().Replace(html[position..], " ") : "");
        return string.Join('\n', WebUtility.HtmlDecode(text.ToString()).Split('\n')
            .Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Where(line => line.Length > 0));
    }

    [GeneratedRegex(@"<!--.*?-->|<(script|style|template)\b.*?</\1\s*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Unseen();

    // A value in quotes may contain what ends a tag.
    [GeneratedRegex("""<(/?)([A-Za-z][^\s/>]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>""")]
    private static partial Regex Tag();

    [GeneratedRegex("""^(?:[^"']|"[^"]*"|'[^']*')*?\s(?:hidden|popover)(?=[\s=/]|$)""", RegexOptions.IgnoreCase)]
    private static partial Regex Hidden();

    [GeneratedRegex(@"(?:^|\s)open(?=[\s=/]|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Open();

    [GeneratedRegex("""(?:^|\s)alt\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Alternative();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
