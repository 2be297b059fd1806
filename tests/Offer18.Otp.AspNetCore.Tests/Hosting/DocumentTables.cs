namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>
/// Tables of a document that are made from the code. Each stands between <c>&lt;!-- begin name --&gt;</c> and <c>&lt;!-- end name --&gt;</c>.
/// </summary>
internal static class DocumentTables
{
    /// <summary>Compares the document with the code, or writes it if the environment variable <c>OFFER18_WRITE_DOCS</c> is set.</summary>
    public static async Task CheckAsync(string document, params (string Name, IEnumerable<string> Lines)[] tables)
    {
        var path = Path.Combine(Repository.Root, document);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        var expected = tables.Aggregate(text, (result, table) => Replace(result, table.Name, table.Lines));

        if (Environment.GetEnvironmentVariable("OFFER18_WRITE_DOCS") is { Length: > 0 })
        {
            await File.WriteAllTextAsync(path, expected, TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal(expected.Split('\n'), text.Split('\n'));
    }

    private static string Replace(string text, string table, IEnumerable<string> lines)
    {
        var begin = $"<!-- begin {table} -->\n";
        var end = $"<!-- end {table} -->\n";
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.InRange(from, begin.Length, to);
        return text[..from] + string.Concat(lines.Select(line => line + "\n")) + text[to..];
    }
}
