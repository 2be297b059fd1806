using Offer18.Otp.AspNetCore.Benchmarks;
using Offer18.Otp.AspNetCore.RedisTests.Servers;

namespace Offer18.Otp.AspNetCore.RedisTests.Stores;

/// <summary>The tool behind docs/scale.md runs, on a Redis that it fills a little: what it measures is flat there, too.</summary>
public sealed class GrowthTests
{
    [Fact]
    public async Task A_step_takes_as_long_among_thirty_times_as_many_challenges_and_all_is_gone_in_the_end()
    {
        await using var server = await RedisServer.StartAsync();
        await using var output = new StringWriter();
        IReadOnlyList<GrowthPoint> points;
        await using (var growth = await Growth.ConnectAsync(server.ConnectionString, output))
        {
            points = await growth.MeasureAsync([1_000, 30_000]);
        }

        Assert.Equal([1_000, 30_000], points.Select(point => point.Challenges));
        // The number and the request id alone, protected, take 300.
        Assert.All(points, point => Assert.InRange(point.BytesEach, 300, 3_000));
        // A step whose time grew with what is kept would take eight times as long, as what is timed is kept meanwhile, too; the rest is a busy machine's.
        Assert.All(points[0].Microseconds, step => Assert.InRange(points[1].Microseconds[step.Key], 1, 4 * step.Value));
        Assert.Equal("0", (await server.ExecuteAsync("DBSIZE")).Trim());
    }

    [Fact]
    public async Task A_Redis_that_holds_anything_is_left_alone()
    {
        await using var server = await RedisServer.StartAsync();
        await server.ExecuteAsync("SET", "a", "b");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Growth.ConnectAsync(server.ConnectionString, TextWriter.Null));
        Assert.Equal("b", (await server.ExecuteAsync("GET", "a")).Trim());
    }
}
