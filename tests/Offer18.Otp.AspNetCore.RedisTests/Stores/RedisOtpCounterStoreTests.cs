using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Stores;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Stores;

/// <summary>What the counters in Redis promise beside the contract.</summary>
public sealed class RedisOtpCounterStoreTests(RedisFixture redis)
{
    private static readonly OtpCounter Counter = new(new("kuwait-games", "a.digest"), TimeSpan.FromMinutes(10)) { Limit = 5 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_ends_by_itself_and_tells_the_campaign_and_the_counters_name()
    {
        using var stores = new StoreUnderTest(await redis.ServerAsync());
        await using var connection = await (await redis.ServerAsync()).ConnectAsync();
        await stores.Counters.TakeAsync([Counter], Cancellation);

        var key = Assert.Single(connection.GetServers().Single().Keys(pattern: stores.Instance + "*"));

        Assert.Matches($@"^{stores.Instance}offer18-otp:kuwait-games:{{[0-9a-f]{{2}}}}:l:a\.digest$", key.ToString());
        Assert.InRange((await connection.GetDatabase().KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Time_is_that_of_Redis()
    {
        using var stores = new StoreUnderTest(await redis.ServerAsync());
        await using var connection = await (await redis.ServerAsync()).ConnectAsync();
        var server = connection.GetServers().Single();

        var before = new DateTimeOffset(await server.TimeAsync());
        var count = (await stores.Counters.TakeAsync([Counter], Cancellation))[0];
        var after = new DateTimeOffset(await server.TimeAsync());

        // Whole milliseconds.
        Assert.InRange(count.At, before - TimeSpan.FromMilliseconds(1), after);
    }

    [Fact]
    public async Task Counters_fall_into_many_slots_of_a_cluster_by_their_names()
    {
        using var stores = new StoreUnderTest(await redis.GetAsync(RedisTopology.Cluster));
        var counters = Enumerable.Range(0, 100).Select(n => Counter with { Key = new("", $"a.{n}") }).ToArray();

        var counts = await stores.Counters.TakeAsync(counters, Cancellation);

        Assert.All(counts, count => Assert.True(count.IsGranted));
        var connection = await stores.ConnectionAsync();
        Assert.InRange(counters.Select(counter => connection.HashSlot(stores.Counters.Key(counter.Key))).Distinct().Count(), 50, 100);
    }

    [Fact]
    public async Task What_was_taken_is_given_back_when_another_counter_fails()
    {
        using var stores = new StoreUnderTest(await redis.ServerAsync());
        await using var connection = await (await redis.ServerAsync()).ConnectAsync();
        var damaged = Counter with { Key = new("kuwait-games", "a.damaged") };
        await connection.GetDatabase().StringSetAsync(stores.Counters.Key(damaged.Key), "no counter");

        await Assert.ThrowsAnyAsync<RedisException>(async () => await stores.Counters.TakeAsync([Counter, damaged], Cancellation));

        Assert.Null((await stores.Counters.FindAsync([Counter], Cancellation))[0]);
    }

    [Fact]
    public async Task A_dead_server_is_an_error_for_each_operation_and_the_store_returns_with_it()
    {
        await using var server = await RedisServer.StartAsync();
        using var stores = new StoreUnderTest(server);
        await stores.Counters.TakeAsync([Counter], Cancellation);
        await server.KillAsync();

        var start = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAnyAsync<Exception>(async () => await stores.Counters.TakeAsync([Counter], Cancellation));
        await Assert.ThrowsAnyAsync<Exception>(async () => await stores.Counters.GiveBackAsync([new(Counter.Key, Counter.Window) { KeepFor = Counter.Window }], Cancellation));
        await Assert.ThrowsAnyAsync<Exception>(async () => await stores.Counters.FindAsync([Counter], Cancellation));
        await Assert.ThrowsAnyAsync<Exception>(async () => await stores.Counters.RemoveAsync([Counter.Key], Cancellation));
        // The time-out of one operation is 2 s.
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(10));

        await server.RestartAsync();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                return (await stores.Counters.FindAsync([Counter], Cancellation))[0] is null;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                return false;
            }
        });
    }
}
