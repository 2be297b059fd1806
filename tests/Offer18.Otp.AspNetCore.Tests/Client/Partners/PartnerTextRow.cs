using System.Text;
using System.Text.Json;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Client.Partners;

/// <summary>A partner's text on one call, and what it may be read as.</summary>
/// <param name="Text">The text.</param>
/// <param name="Operation">The call that is answered with it.</param>
/// <param name="Meanings">The codes that are right; <c>none</c>: it stays unrecognised.</param>
internal sealed record PartnerTextRow(string Text, WireOperation Operation, string[] Meanings)
{
    public const string None = "none";

    /// <summary>Texts of real partners' APIs.</summary>
    public static IReadOnlyList<PartnerTextRow> Real { get; } = Read("real-texts.tsv");

    /// <summary>Texts of the same kinds in six languages, and many that look like them and mean something else.</summary>
    public static IReadOnlyList<PartnerTextRow> Further { get; } = Read("further-texts.tsv");

    /// <summary>Texts that an earlier version took for something that they do not mean, and whole answers with such texts.</summary>
    public static IReadOnlyList<PartnerTextRow> Misread { get; } = Read("misread-texts.tsv");

    public bool IsClear => Meanings is not [None] and [_];

    public bool IsNone => Meanings is [None];

    /// <summary>An answer with the text as its error. A text in braces is a whole answer.</summary>
    public static string Answer(string text) => text.StartsWith('{') ? text : $$"""{"status":"400","error":{{JsonSerializer.Serialize(text)}}}""";

    /// <summary>What the whole client makes of an answer; <see cref="None"/> for one that it does not understand.</summary>
    public static string Read(WireOperation operation, string answer, Action<Offer18ClientOptions>? configure = null)
    {
        Offer18ClientOptions options = new();
        configure?.Invoke(options);
        var result = AnswerParser.Parse(operation, System.Net.HttpStatusCode.OK, Encoding.UTF8.GetBytes(answer), null, options, []).Result;
        return result.Succeeded ? "success" : result.ErrorCode == OtpErrorCodes.UpstreamUnrecognised ? None : result.ErrorCode;
    }

    public string Read(Action<Offer18ClientOptions>? configure = null) => Read(Operation, Answer(Text), configure);

    public override string ToString() => $"{Operation.Name}: {Text} ({string.Join('|', Meanings)})";

    private static PartnerTextRow[] Read(string file) =>
    [
        .. from line in File.ReadLines(Path.Combine(Repository.Root, "tests/Offer18.Otp.AspNetCore.Tests/Client/Partners", file)).Skip(1)
           let cells = line.Split('\t')
           from call in cells[1]
           select new PartnerTextRow(cells[0], call == 'g' ? WireOperation.Generate : WireOperation.Verify, cells[2].Split('|')),
    ];
}
