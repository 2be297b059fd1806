using System.Text.RegularExpressions;
using Offer18.Otp.AspNetCore.Benchmarks;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.RedisTests.Stores;

/// <summary>The tool behind docs/scale.md runs, on a Redis that it fills a little, and the scripts that it times.</summary>
public sealed partial class GrowthTests
{
    [Fact]
    public async Task It_measures_each_step_among_more_and_more_challenges_and_leaves_nothing_behind()
    {
        await using var server = await RedisServer.StartAsync();
        await using var output = new StringWriter();
        IReadOnlyList<GrowthPoint> points;
        await using (var growth = await Growth.ConnectAsync(server.ConnectionString, output))
        {
            points = await growth.MeasureAsync([100, 1_000]);
        }

        Assert.Equal([100, 1_000], points.Select(point => point.Challenges));
        // The number and the request id alone, protected, take 300.
        Assert.All(points, point => Assert.InRange(point.BytesEach, 300, 3_000));
        Assert.Equal("0", (await server.ExecuteAsync("DBSIZE")).Trim());
    }

    // How long a step takes is the benchmark's to say; that it is the same among however many challenges is said by what it calls.
    [Fact]
    public void Each_command_that_a_script_calls_is_O_of_1()
    {
        var calls = Directory.GetFiles(Path.Combine(Repository.Root, "src/Offer18.Otp.AspNetCore.Redis/Scripts"), "*.lua")
            .SelectMany(script => Call().Matches(File.ReadAllText(script)).Select(call => call.Groups[1].Value))
            .Distinct()
            .Order();

        Assert.Equal(["DEL", "GET", "SET", "TIME"], calls);
    }

    [Fact]
    public async Task A_Redis_that_holds_anything_is_left_alone()
    {
        await using var server = await RedisServer.StartAsync();
        await server.ExecuteAsync("SET", "a", "b");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Growth.ConnectAsync(server.ConnectionString, TextWriter.Null));
        Assert.Equal("b", (await server.ExecuteAsync("GET", "a")).Trim());
    }

    [GeneratedRegex(@"redis\s*\.\s*p?call\s*\(\s*'?([^',)]+)")]
    private static partial Regex Call();
}
