using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Client.Words;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>
/// The tables of <c>docs/errors.md</c> are made from the code. To write them again, run this test with the environment variable
/// <c>OFFER18_WRITE_DOCS</c> set.
/// </summary>
public sealed class ErrorsDocumentTests
{
    [Fact]
    public Task The_document_s_tables_are_those_of_the_code() =>
        DocumentTables.CheckAsync("docs/errors.md", ("codes", Codes()), ("answers", Answers()), ("rules", Rules()), ("vocabularies", Vocabularies()));

    [Fact]
    public void A_row_says_what_a_check_costs_where_a_partner_can_answer_one_so() => Assert.All(
        OtpErrorTable.Rows, row => Assert.Equal(row.PartnerCalls.HasFlag(OtpPartnerCalls.Verify), row.Cost is not null));

    [Fact]
    public void Every_code_has_one_row() => Assert.Equal(
        typeof(OtpErrorCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
        OtpErrorTable.Codes.Order(StringComparer.Ordinal));

    private static IEnumerable<string> Codes()
    {
        var documentation = XDocument.Load(Path.ChangeExtension(typeof(OtpErrorCodes).Assembly.Location, ".xml"))
            .Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!, StringComparer.Ordinal);
        return
        [
            "| code | HTTP | when | calls that a partner can answer with this code | what a check with this answer costs | on the page |",
            "|---|---|---|---|---|---|",
            .. from field in typeof(OtpErrorCodes).GetFields()
               let row = OtpErrorTable.Row((string)field.GetRawConstantValue()!)
               select $"| `{row.Code}` | {row.HttpStatus} | {Sentence(documentation[$"F:{typeof(OtpErrorCodes).FullName}.{field.Name}"], row.HttpStatus)} | {Calls(row.PartnerCalls)} | {Cost(row)} | {Page(row)} |",
        ];
    }

    private static string Calls(OtpPartnerCalls calls) => calls switch
    {
        OtpPartnerCalls.None => "",
        OtpPartnerCalls.Generate => "generate",
        OtpPartnerCalls.Verify => "verify",
        OtpPartnerCalls.Generate | OtpPartnerCalls.Verify => "generate, verify",
        _ => throw new InvalidOperationException($"{calls} has no words."),
    };

    private static string Page(OtpErrorRow row) => string.Join("; ", new[]
    {
        row.Field switch
        {
            OtpErrorField.None => null,
            OtpErrorField.Number or OtpErrorField.Code or OtpErrorField.Consent => $"marks the {row.Field.ToString().ToLowerInvariant()}",
            _ => throw new InvalidOperationException($"{row.Field} has no words."),
        },
        row.WayForward switch
        {
            OtpWayForward.None => null,
            OtpWayForward.Content => "no error: offers the content, or another number",
            OtpWayForward.CheckAgain => "offers to check again",
            _ => throw new InvalidOperationException($"{row.WayForward} has no words."),
        },
        row.PageCodeOnRestart is { } code ? $"with `restart`, shows the text of `{code}`" : null,
    }.OfType<string>());

    private static string Cost(OtpErrorRow row) => row.Cost switch
    {
        null => "",
        OtpCheckCost.Attempt => "an attempt",
        OtpCheckCost.Failure => "an attempt, a wrong code for the number",
        OtpCheckCost.Challenge => "an attempt, a wrong code for the number, the challenge",
        OtpCheckCost.Unknown => "an attempt, a wrong code for the number; the same code again is not another wrong code",
        _ => throw new InvalidOperationException($"{row.Cost} has no words."),
    };

    // The status has its own column in the table.
    private static string Sentence(XElement summary, int status) => string.Concat(summary.Nodes().Select(node => node switch
    {
        XElement see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
        XText text => text.Value,
        _ => "",
    })).Trim().Replace($" ({status})", "", StringComparison.Ordinal);

    private static IEnumerable<string> Answers() =>
    [
        "| what happens | code | HTTP | delivery |",
        "|---|---|---|---|",
        .. from row in WireRows.Successes.Concat(WireRows.Failures)
           select $"| {row.Name} | {(row.Code is null ? "success" : $"`{row.Code}`")} | {row.HttpStatus} | {row.Delivery} |",
    ];

    private static IEnumerable<string> Rules() =>
    [
        "| code | calls | a clause says | and not |",
        "|---|---|---|---|",
        .. from rule in PartnerRules.Rules
           select $"| `{rule.Code}` | {Calls(rule.Calls & OtpErrorTable.Row(rule.Code).PartnerCalls)} | {Says(rule)} |",
        .. from other in PartnerRules.Others select $"| none: {other.Code} | generate, verify | {Says(other)} |",
    ];

    private static string Says(Rule rule)
    {
        var needs = rule.Needs.Select(OneOf).Concat(rule.Mentions.Select(mention => $"mentions {OneOf(mention)}"));
        var without = OneOf(rule.Without).Split(", ").Concat(OneOf(rule.Nowhere).Split(", ").Select(word => word.Length == 0 ? "" : $"(anywhere) {word}"))
            .Append(rule.Besides.Has(Meaning.Technical) ? "" : "(in the answer) another reason");
        return $"{string.Join(" **+** ", needs)} | {string.Join(", ", without.Where(word => word.Length > 0))}";
    }

    private static string OneOf(Meanings meanings) => string.Join(", ", meanings.Each().Select(
        meaning => Regex.Replace(meaning.ToString(), "(?<!^)[A-Z]", capital => $" {capital}").ToLowerInvariant()));

    private static IEnumerable<string> Vocabularies() =>
    [
        "| name | texts | public source |",
        "|---|---|---|",
        .. from name in PartnerVocabularies.Names
           let file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src/Offer18.Otp.AspNetCore/Client/Vocabularies", name + ".json"))).RootElement
           select $"| `{name}` | {file.GetProperty("texts").EnumerateObject().Count()} | {string.Join(", ", file.GetProperty("sources").EnumerateArray().Select(source => $"<{source.GetString()}>"))} |",
    ];
}
