using System.Text.Json;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

/// <summary>
/// Numbers as people type them. Each row has the country, the allowed countries, the chosen or default country (<c>-</c> for none), the
/// text as a JSON string, the right digits (<c>REJECT</c> for none, <c>|</c> between two that are both right) and a note.
/// </summary>
public sealed class NumberTableTests
{
    private static readonly MsisdnParser Parser = new();

    [Theory]
    [InlineData("numbers.tsv", 411)]
    [InlineData("numbers-more.tsv", 214)]
    public void Every_row_of_the_table_is_read_right(string file, int count)
    {
        var rows = Rows(file);

        var wrong = rows
            .Select(row => (Row: row, Read: Read(row)?.Digits ?? "REJECT"))
            .Where(row => !row.Row[4].Split('|').Contains(row.Read))
            .Select(row => $"{string.Join(' ', row.Row)}: {row.Read}");

        Assert.Empty(wrong);
        Assert.Equal(count, rows.Length);
    }

    [Fact]
    public void A_number_is_of_the_country_whose_range_it_has() => Assert.All(
        Rows("numbers-more.tsv"), row => Assert.Equal(Read(row) is null ? null : row[0], Read(row)?.Country));

    private static string[][] Rows(string file) =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "tests/Offer18.Otp.AspNetCore.Tests/Verification", file)).Skip(1).Select(line => line.Split('\t')),
    ];

    private static Msisdn? Read(string[] row) =>
        Parser.Parse(JsonSerializer.Deserialize<string>(row[3]), row[1].Split(','), row[2] == "-" ? null : row[2]);
}
