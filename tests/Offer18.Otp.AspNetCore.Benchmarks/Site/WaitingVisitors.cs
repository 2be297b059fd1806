using System.Globalization;
using Offer18.Otp.AspNetCore.Benchmarks.Site.Load;
using Offer18.Otp.AspNetCore.Benchmarks.Site.Servers;
using Offer18.Otp.AspNetCore.Benchmarks.Site.Visitors;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site;

/// <summary>Many visitors who ask for a code at once, while Offer18 takes its time: who is served, what each costs, and what the others notice.</summary>
internal static class WaitingVisitors
{
    private const int WarmUp = 20_000;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>How many may come at once.</summary>
    public static IReadOnlyList<int> Counts { get; } = [2_000, 10_000];

    public static string NameOf(int count) => string.Create(CultureInfo.InvariantCulture, $"waiting {count:N0}");

    /// <summary>
    /// Whether the system lets this process have so many visitors: a socket for each, and one for each call to the stand-in. Of these the package allows itself a
    /// quarter of its files.
    /// </summary>
    public static bool Fit(int count)
    {
        const string Limits = "/proc/self/limits";
        const string Name = "Max open files";
        var line = File.Exists(Limits) ? File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) : null;
        return line is not null && int.TryParse(line[Name.Length..].TrimStart().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && count + limit / 4 + 1_000 <= limit;
    }

    public static async Task<Waited> MeasureAsync(int count, ServerArguments arguments, StandIn offer18, Cores cores)
    {
        // A server of their own, so that its memory has not grown before.
        await using var server = await ServerProcess.StartAsync(arguments, cores);
        Round asks;
        using (var driver = await LoadDriver.ConnectAsync(server.Address))
        {
            var visitors = new PackageVisitors(driver);
            await driver.RunAsync(await visitors.GenerateAsync(WarmUp));
            asks = await visitors.GenerateAsync(count);
        }

        using var observer = new StatusObserver(server.Address);
        var idle = await observer.MedianAsync(until: Task.Delay(Delay, TimeProvider.System));
        await server.CollectAsync(GCCollectionMode.Aggressive);
        var (memory, connections) = (server.WorkingSet, offer18.Connections);
        var waiting = new List<RawConnection>();
        try
        {
            while (waiting.Count < count)
            {
                waiting.Add(await RawConnection.OpenAsync(server.Address));
            }

            offer18.Delay = Delay;
            var start = TimeProvider.System.GetTimestamp();
            var answers = Task.WhenAll(waiting.Zip(asks.Requests, IsServedAsync));
            var meanwhile = observer.MedianAsync(until: answers);
            var peak = memory;
            while (!answers.IsCompleted)
            {
                peak = Math.Max(peak, server.WorkingSet);
                await Task.Delay(BetweenLooks, TimeProvider.System);
            }

            var all = TimeProvider.System.GetElapsedTime(start);
            var served = (await answers).Count(isServed => isServed);
            return new(served, count - served, (peak - memory) / (double)count, idle, await meanwhile, offer18.Connections - connections, all);
        }
        finally
        {
            offer18.Delay = TimeSpan.Zero;
            waiting.ForEach(connection => connection.Dispose());
        }
    }

    private static async Task<bool> IsServedAsync(RawConnection connection, byte[] request)
    {
        try
        {
            return (await connection.SendAsync(request)).Status == 200;
        }
        // The server has closed the connection: that visitor is served no more.
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
