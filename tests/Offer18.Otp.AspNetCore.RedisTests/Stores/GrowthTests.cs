using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Benchmarks;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Stores;
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

    [Fact]
    public async Task A_counter_takes_as_much_memory_as_the_page_says()
    {
        await using var server = await RedisServer.StartAsync();
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/scale.md"), TestContext.Current.CancellationToken);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        using var stores = new StoreUnderTest(server, clock: clock, instance: "");
        var (window, day) = (TimeSpan.FromMinutes(10), TimeSpan.FromDays(1));
        // As long as the real ones: 256 bits of a browser, 72 of a prefix or an address.
        (string Row, OtpCounter Counter, int Sends, TimeSpan Every)[] rows =
        [
            ("a browser, 1 send", new(new("", "b." + new string('b', 43)), window) { Limit = 5 }, 1, TimeSpan.Zero),
            ("a browser, 5 sends", new(new("", "b." + new string('c', 43)), window) { Limit = 5 }, 5, TimeSpan.FromMinutes(1)),
            ("a number's day, 1 send", new(new("", "n." + new string('m', 22)), day) { Limit = 10 }, 1, TimeSpan.Zero),
            ("a number's day, 10 sends", new(new("", "n." + new string('n', 22)), day) { Limit = 10 }, 10, TimeSpan.FromHours(2)),
            ("an address's sends to one prefix, 1 send", new(new("", "f." + new string('f', 12)), day), 1, TimeSpan.Zero),
            ("a prefix, 20 sends in a day", Guard("gp." + new string('p', 12)), 20, TimeSpan.FromHours(1)),
            ("an address, 200 sends in 10 minutes", new(new("", "a." + new string('a', 12)), window) { Limit = 200 }, 200, TimeSpan.FromSeconds(2.9)),
            ("an address, a send every 10 s all day", Guard("ga." + new string('a', 12)), 8_640, TimeSpan.FromSeconds(10)),
        ];

        var measured = new List<(string Row, int Bytes)>();
        foreach (var (row, counter, sends, every) in rows)
        {
            for (var n = 0; n < sends; n++)
            {
                clock.Advance(every);
                Assert.True((await stores.Counters.TakeAsync([counter], TestContext.Current.CancellationToken))[0].IsGranted);
            }

            var bytes = int.Parse(await server.ExecuteAsync("MEMORY", "USAGE", stores.Counters.Key(counter.Key)!), CultureInfo.InvariantCulture);
            measured.Add((row, bytes));
        }

        Assert.All(measured, counter =>
        {
            var said = Regex.Match(page, $@"(?m)^\| {Regex.Escape(counter.Row)} \| ([0-9,]+) \|");
            Assert.True(said.Success, "docs/scale.md does not have the row.");
            // Servers are built with different allocators.
            var expected = int.Parse(said.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
            Assert.InRange(counter.Bytes, expected * 3 / 4, expected * 5 / 4);
        });

        OtpCounter Guard(string id) => new(new("", id), day) { Limit = 10_000, LimitPerSuccess = 0.25, Quiet = TimeSpan.FromMinutes(30) };
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
