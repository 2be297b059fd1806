using Offer18.Otp.AspNetCore.Benchmarks;
using Offer18.Otp.AspNetCore.RedisTests.Servers;

namespace Offer18.Otp.AspNetCore.RedisTests.Stores;

/// <summary>The tool behind docs/scale.md runs, on a Redis that it fills a little.</summary>
public sealed class GrowthTests
{
    [Fact]
    public async Task What_is_measured_grows_with_what_is_kept_and_is_gone_in_the_end()
    {
        await using var server = await RedisServer.StartAsync();
        await using var output = new StringWriter();
        IReadOnlyList<GrowthPoint> points;
        await using (var growth = await Growth.ConnectAsync(server.ConnectionString, output))
        {
            points = await growth.MeasureAsync([100, 300]);
        }

        Assert.Equal([100, 300], points.Select(point => point.Challenges));
        // The number and the request id alone, protected, take 300.
        Assert.All(points, point => Assert.InRange(point.BytesEach, 300, 3_000));
        Assert.All(points, point => Assert.All(point.Microseconds.Values, time => Assert.InRange(time, 1, 100_000)));
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
