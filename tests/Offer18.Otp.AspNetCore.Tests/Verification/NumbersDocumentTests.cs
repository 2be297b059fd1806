using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Verification;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

/// <summary>
/// The tables of <c>docs/numbers.md</c> are made from the code and from libphonenumber's metadata, so a new version of it shows here. To
/// write them again, run this test with the environment variable <c>OFFER18_WRITE_DOCS</c> set.
/// </summary>
public sealed class NumbersDocumentTests
{
    private static readonly string[] Countries =
    [
        "AE", "AR", "BD", "BH", "BR", "CI", "CN", "CO", "DE", "DZ", "EG", "ES", "FR", "GB", "GH", "ID", "IL", "IN", "IQ", "IT", "JO", "KE", "KW", "KZ",
        "LB", "LK", "LY", "MA", "MX", "MY", "NG", "OM", "PE", "PH", "PK", "PS", "PT", "QA", "RU", "SA", "SD", "SN", "TH", "TN", "TR", "US", "VN", "XK",
        "YE", "ZA",
    ];

    // What stands behind the first three digits.
    private const string Tail = "345678901234";

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();
    private static readonly MsisdnParser Parser = new();

    [Fact]
    public Task The_document_s_tables_are_those_of_the_code() => DocumentTables.CheckAsync("docs/numbers.md", ("ranges", Ranges()), ("rules", Rules()));

    [Fact]
    public void Every_country_of_the_table_of_numbers_has_a_row()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "tests/Offer18.Otp.AspNetCore.Tests/Verification/numbers.tsv")).Skip(1);

        Assert.Empty(rows.Select(row => row.Split('\t')[0]).Where(country => country != "*").Except(Countries));
        Assert.Equal(50, Countries.Length);
    }

    private static IEnumerable<string> Ranges() =>
    [
        "| country | code | digits | known mobile ranges begin with | these pass, too |",
        "|---|---|---|---|---|",
        .. Countries.Select(Range),
    ];

    private static string Range(string country)
    {
        var metadata = Numbers.GetMetadataForRegion(country);
        var lengths = metadata.Mobile.PossibleLengthCount > 0 ? metadata.Mobile.PossibleLengthList : metadata.GeneralDesc.PossibleLengthList;
        var passing = (
            from leading in Enumerable.Range(0, 1000)
            from length in lengths
            let national = $"{leading:000}{Tail}"[..length]
            where NumberPlan.Of(country).Judge(national).Use is NumberUse.Mobile or NumberUse.Unknown
                && Parser.Parse($"+{metadata.CountryCode}{national}", [country], null)?.Digits == $"{metadata.CountryCode}{national}"
            select (Leading: leading / 10, Length: length)).ToArray();
        var mobile = new NumberPattern(metadata.Mobile.NationalNumberPattern, []);
        var known = passing.Select(number => number.Leading).ToLookup(leading => mobile.Fit($"{leading:00}").Leading == 2);
        return $"| {country} | +{metadata.CountryCode} | {string.Join(", ", passing.Select(number => number.Length).Distinct().Order())} | {Text([.. known[true]])} | {Text([.. known[false]])} |";
    }

    // "5" for all from 50 to 59, else "50–53, 58".
    private static string Text(HashSet<int> leading) => string.Join(", ", Enumerable.Range(0, 10).SelectMany(first =>
    {
        var all = Enumerable.Range(first * 10, 10).Where(leading.Contains).ToArray();
        return all.Length == 10 ? [$"{first}"] : all
            .Where(digits => !leading.Contains(digits - 1) || digits % 10 == 0)
            .Select(from => (From: from, To: all.Last(to => Enumerable.Range(from, to - from + 1).All(leading.Contains) && to >= from)))
            .Select(range => range.From == range.To ? $"{range.From:00}" : $"{range.From:00}–{range.To:00}");
    }));

    private static IEnumerable<string> Rules() =>
    [
        "| code | rule | source |",
        "|---|---|---|",
        .. NumberPlans.Rules.Select(rule => $"| +{rule.CallingCode} | {rule.Reason} | {rule.Source} |"),
    ];
}
