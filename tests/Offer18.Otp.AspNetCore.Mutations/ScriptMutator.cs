using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore.Mutations;

/// <summary>Finds the points of a Lua script, each with the script's text as it is when broken there.</summary>
internal static partial class ScriptMutator
{
    public static IEnumerable<MutationPoint> Points(string file, string script)
    {
        var lines = script.Split('\n');
        var alike = new Dictionary<string, int>();
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index];
            // Neither comments nor texts.
            var code = Text().Replace(line, text => new string('_', text.Length));
            code = code.IndexOf("--", StringComparison.Ordinal) is >= 0 and var comment ? code[..comment] : code;
            foreach (var (at, length, changed, name) in Changes(code))
            {
                var key = $"{name}\n{(line.Trim() is { Length: > MutationPoint.ShownText } text ? text[..MutationPoint.ShownText] : line.Trim())}";
                alike[key] = alike.GetValueOrDefault(key) + 1;
                yield return new(file, "script", name, line.Trim(), alike[key])
                {
                    Line = index + 1,
                    Changed = string.Join('\n', [.. lines[..index], line[..at] + changed + line[(at + length)..], .. lines[(index + 1)..]]),
                };
            }
        }
    }

    private static IEnumerable<(int At, int Length, string Changed, string Name)> Changes(string code)
    {
        foreach (Match match in Operator().Matches(code))
        {
            var changed = match.Value switch
            {
                "<" => "<=",
                "<=" => "<",
                ">" => ">=",
                ">=" => ">",
                "==" => "~=",
                "~=" => "==",
                "and" => "or",
                "or" => "and",
                "+" => "-",
                "-" => "+",
                "*" => "/",
                "/" => "*",
                "true" => "false",
                "false" => "true",
                "not" => "",
                var number => number is "0" or "1" or "2" ? $"{int.Parse(number, null) + 1}" : $"{int.Parse(number, null) * 2}",
            };
            yield return (match.Index, match.Length, changed, changed.Length == 0 ? "not left out" : $"{match.Value} becomes {changed}");
        }

        // An assignment to what there is already, or a call.
        if (Statement().Match(code) is { Success: true, Groups: [_, var statement] })
        {
            yield return (statement.Index, statement.Length, "", "statement left out");
        }
    }

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Text();

    [GeneratedRegex(@"(?<![<>=~])(?:<=|>=|==|~=|<|>)(?!=)|\b(?:and|or|not|true|false)\b|(?<=\s)[-+*/](?=\s)|(?<![\w.\[])\d+(?![\w.\]])")]
    private static partial Regex Operator();

    [GeneratedRegex(@"^\s*((?!local\b|if\b|for\b|return\b|elseif\b|end\b|function\b|else\b)(?:[\w.\[\]#]+ = [^{]+[^{,]|[\w.]+\([^{]*\)))\s*$")]
    private static partial Regex Statement();
}
