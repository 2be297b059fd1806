using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.StrangerTests.Documents;

/// <summary>The code blocks of one of our documents.</summary>
internal sealed class Document
{
    private readonly string _name;
    private readonly List<PrintedLines> _blocks = [];
    private readonly HashSet<string> _headings = [];

    private Document(string name)
    {
        _name = name;
        Read(File.ReadAllLines(Path.Combine(Repository.Root, name)));
    }

    public static Document Readme { get; } = new("README.md");

    public static Document GettingStarted { get; } = new("docs/getting-started.md");

    public static Document BehindAProxy { get; } = new("docs/behind-a-proxy.md");

    public IReadOnlyList<PrintedLines> Blocks => _blocks;

    public static Document Of(string name) => new(name);

    /// <summary>The blocks below a heading that belong to files, in their order. Those below a deeper heading have that one.</summary>
    public IEnumerable<PrintedLines> Below(string heading) => _headings.Contains(heading)
        ? _blocks.Where(block => block.Heading == heading && !block.IsCommand)
        : throw new InvalidOperationException($"{_name} has no heading \"{heading}\".");

    private void Read(string[] lines)
    {
        var (heading, sentence) = ("", "");
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index];
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.IndexOf(lines, "```", index + 1);
                _blocks.Add(new(heading, sentence.Trim(), line[3..], lines[(index + 1)..end]));
                index = end;
            }
            else if (line.StartsWith('#'))
            {
                heading = line.TrimStart('#').Trim();
                _headings.Add(heading);
                sentence = "";
            }
            else
            {
                // A paragraph ends with an empty line. What follows at once is the block.
                sentence = line.Length > 0 ? $"{sentence} {line}" : lines[index + 1].StartsWith("```", StringComparison.Ordinal) ? sentence : "";
            }
        }
    }
}
