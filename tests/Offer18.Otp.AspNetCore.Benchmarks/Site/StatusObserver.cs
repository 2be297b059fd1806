using System.Collections.Concurrent;
using Offer18.Otp.AspNetCore.Benchmarks.Site.Load;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site;

/// <summary>
/// Asks for the status at a steady pace, whether the last answer has come or not, as visitors do. One who waits for each answer before the next look would look
/// seldom while the server is slow, and often while it is not.
/// </summary>
internal sealed class StatusObserver(Uri address) : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentBag<RawConnection> _free = [];

    /// <summary>The median time of an answer.</summary>
    /// <param name="until">Asks until this is over.</param>
    public async Task<TimeSpan> MedianAsync(Task until)
    {
        using var timer = new PeriodicTimer(Pace);
        var looks = new List<Task<TimeSpan>>();
        do
        {
            looks.Add(LookAsync());
        }
        while (await timer.WaitForNextTickAsync() && !until.IsCompleted);

        var times = await Task.WhenAll(looks);
        return times.Order().ElementAt(times.Length / 2);
    }

    public void Dispose()
    {
        foreach (var connection in _free)
        {
            connection.Dispose();
        }
    }

    private async Task<TimeSpan> LookAsync()
    {
        var connection = _free.TryTake(out var free) ? free : await RawConnection.OpenAsync(address);
        var start = TimeProvider.System.GetTimestamp();
        await connection.SendAsync(RawRequest.GetJson("/offer18/otp/status"));
        var took = TimeProvider.System.GetElapsedTime(start);
        _free.Add(connection);
        return took;
    }
}
