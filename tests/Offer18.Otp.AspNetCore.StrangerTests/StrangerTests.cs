using Offer18.Otp.AspNetCore.StrangerTests.Sites;
using Offer18.Otp.AspNetCore.Tests.Hosting;

[assembly: AssemblyFixture(typeof(Offer18.Otp.AspNetCore.StrangerTests.Sites.StrangerFixture))]

namespace Offer18.Otp.AspNetCore.StrangerTests;

/// <summary>
/// A stranger makes a site with <c>dotnet new</c>, adds the lines that our documents print, and nothing else. Then a visitor walks through
/// it in a browser, with script and without. tests/stranger.sh walks all sites and prints the table.
/// </summary>
[Long]
public sealed class StrangerTests(StrangerFixture stranger)
{
    public static TheoryData<string, bool> Sites
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var site in StrangerSites.Wanted)
            {
                rows.Add(site.Name, false);
                if (site.IsPublished)
                {
                    rows.Add(site.Name, true);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Sites))]
    public async Task A_visitor_is_sent_to_verify_and_comes_back_to_the_gated_page(string name, bool isPublished)
    {
        var site = StrangerSites.Wanted.Single(site => site.Name == name);
        var hosting = isPublished ? "published" : site.Hosting;
        try
        {
            await using var running = await stranger.StartAsync(site, isPublished);
            var faults = new[] { await FaultOfAsync(running, site, hasScript: true), await FaultOfAsync(running, site, hasScript: false) };
            stranger.Table.Add(site, hosting, Seen(faults[0]), Seen(faults[1]));
            Assert.True(faults.All(fault => fault is null), string.Join("\n\n", [.. faults.Where(fault => fault is not null), running.Output]));
        }
        catch (InvalidOperationException)
        {
            stranger.Table.Add(site, hosting, "not built or not started", "not built or not started");
            throw;
        }
    }

    private async Task<string?> FaultOfAsync(RunningSite running, StrangerSite site, bool hasScript)
    {
        await using var visitor = await stranger.NewVisitorAsync(running.Address, site, hasScript);
        try
        {
            await visitor.WalkAsync(hasScript);
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return $"{(hasScript ? "With" : "Without")} script: {fault}";
        }
    }

    private static string Seen(string? fault) => fault is null ? "in" : "NOT IN";
}
