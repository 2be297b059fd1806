using Offer18.Otp.AspNetCore.Benchmarks.Site.Servers;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site;

/// <summary>Measures the package beside what a user would write by hand, in one run.</summary>
internal static class SiteCommand
{
    public const string Name = "site";

    // By then the compiler has done its work.
    private const int FirstWarmRound = 3;

    /// <param name="only">Beginnings of the names of the rows to measure; all, if there are none.</param>
    /// <param name="redis">The connection string of the package's stores; null for those in memory.</param>
    /// <param name="warmRounds">How many rounds to run once all is warm. The one that took least counts: on a busy machine one alone may be anything.</param>
    /// <param name="output">Where the table goes.</param>
    public static async Task RunAsync(IReadOnlyCollection<string> only, string? redis, int warmRounds, TextWriter output)
    {
        var cores = await Cores.DivideAsync();
        if (!cores.AreApart)
        {
            output.WriteLine("The server has no core of its own here. The load takes from it what it can.");
        }

        await using var offer18 = await StandIn.StartAsync();
        var rows = SiteRow.All.Where(row => IsWanted(row.Name)).ToArray();
        if (rows.Length > 0)
        {
            SiteTable.WriteHead(output);
        }

        foreach (var alike in rows.GroupBy(row => row.Countries))
        {
            await using var package = await StartAsync(ServerArguments.Package, alike.Key);
            await using var byHand = await StartAsync(ServerArguments.ByHand, alike.Key);
            foreach (var row in alike)
            {
                // In turn, so that what else the machine does hits both.
                List<Measured> ofPackage = [], ofHand = [];
                while (ofHand.Count < FirstWarmRound - 1 + warmRounds)
                {
                    ofPackage.Add(await package.MeasureAsync(visitors => row.Prepare(visitors, row.Requests)));
                    ofHand.Add(await byHand.MeasureAsync(visitors => row.Prepare(visitors, row.Requests)));
                }

                SiteTable.Write(output, row.Name, Warm(ofPackage), Warm(ofHand));
            }
        }

        var counts = WaitingVisitors.Counts.Where(count => IsWanted(WaitingVisitors.NameOf(count))).ToArray();
        if (counts.Length > 0)
        {
            SiteTable.WriteHeadOfWaiting(output);
        }

        foreach (var count in counts)
        {
            if (WaitingVisitors.Fit(count))
            {
                SiteTable.Write(output, WaitingVisitors.NameOf(count), await WaitingVisitors.MeasureAsync(count, Arguments(ServerArguments.Package, SiteRow.OneCountry), offer18, cores));
            }
            else
            {
                output.WriteLine($"| {WaitingVisitors.NameOf(count)} | left out: the system allows too few open files (`ulimit -n`) | | | | |");
            }
        }

        static Measured Warm(List<Measured> rounds) => rounds.Skip(FirstWarmRound - 1).MinBy(round => round.CpuMicroseconds)!;

        bool IsWanted(string row) => only.Count == 0 || only.Any(name => row.StartsWith(name, StringComparison.OrdinalIgnoreCase));

        ServerArguments Arguments(string kind, string countries) => new(kind, offer18.Address, countries, redis);

        Task<MeasuredSite> StartAsync(string kind, string countries) => MeasuredSite.StartAsync(Arguments(kind, countries), offer18, cores);
    }
}
