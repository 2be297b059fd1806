using Offer18.Otp.AspNetCore.Benchmarks.Site.Load;
using Offer18.Otp.AspNetCore.Benchmarks.Site.Servers;
using Offer18.Otp.AspNetCore.Benchmarks.Site.Visitors;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site;

/// <summary>A server with its visitors.</summary>
internal sealed class MeasuredSite : IAsyncDisposable
{
    private readonly ServerProcess _server;
    private readonly LoadDriver _driver;
    private readonly ISiteVisitors _visitors;
    private readonly StandIn _offer18;

    private MeasuredSite(ServerProcess server, LoadDriver driver, ISiteVisitors visitors, StandIn offer18) =>
        (_server, _driver, _visitors, _offer18) = (server, driver, visitors, offer18);

    public static async Task<MeasuredSite> StartAsync(ServerArguments arguments, StandIn offer18, Cores cores)
    {
        var server = await ServerProcess.StartAsync(arguments, cores);
        var driver = await LoadDriver.ConnectAsync(server.Address);
        return new(server, driver, arguments.Kind == ServerArguments.Package ? new PackageVisitors(driver) : new HandMadeVisitors(driver), offer18);
    }

    /// <summary>Runs one round.</summary>
    public async Task<Measured> MeasureAsync(Func<ISiteVisitors, Task<Round>> prepare)
    {
        var round = await prepare(_visitors);
        // What the preparation left behind is no cost of the round.
        await _server.CollectAsync(GCCollectionMode.Forced);
        GC.Collect();
        var (connections, calls) = (_offer18.Connections, _offer18.Calls);
        var before = await _server.MeasureAsync();
        var start = TimeProvider.System.GetTimestamp();
        var bytes = await _driver.RunAsync(round);
        var took = TimeProvider.System.GetElapsedTime(start);
        var after = await _server.MeasureAsync();
        (connections, calls) = (_offer18.Connections - connections, _offer18.Calls - calls);
        double requests = round.Requests.Count;
        return new(
            requests / took.TotalSeconds,
            (after.CpuMicroseconds - before.CpuMicroseconds) / requests,
            (after.AllocatedBytes - before.AllocatedBytes) / requests,
            bytes / requests,
            calls == 0 ? null : (double)connections / calls);
    }

    public async ValueTask DisposeAsync()
    {
        _driver.Dispose();
        await _server.DisposeAsync();
    }
}
