using System.Collections.Concurrent;

namespace Offer18.Otp.AspNetCore.StrangerTests.Sites;

/// <summary>What was seen, as a table that tests/stranger.sh prints.</summary>
internal sealed class StrangerTable
{
    private readonly ConcurrentQueue<string> _rows = [];

    public void Add(StrangerSite site, string hosting, string withScript, string withoutScript) =>
        _rows.Enqueue($"| {site.Template} | {hosting} | {site.AddedToProgram} of {site.Added} | {Gate(site)} | {withScript} | {withoutScript} |");

    public void Write(string path) => File.WriteAllLines(path,
    [
        "| dotnet new | hosting | lines added to Program.cs, of all | the way | with script | without |",
        "|---|---|---|---|---|---|",
        .. _rows.Order(),
    ]);

    private static string Gate(StrangerSite site) =>
        $"{(site.Landing ?? (site.HasPageOfItsOwn ? "page of its own" : "MapOffer18OtpPage"))}, {site.Gated}";
}
