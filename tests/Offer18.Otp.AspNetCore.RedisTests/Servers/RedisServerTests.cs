using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

public sealed class RedisServerTests(RedisFixture redis)
{
    [Theory]
    [InlineData(RedisTopology.Server)]
    [InlineData(RedisTopology.Tls)]
    [InlineData(RedisTopology.Cluster)]
    [InlineData(RedisTopology.Sentinels)]
    public async Task Each_topology_keeps_what_is_written_with_the_connection_string_of_a_site(RedisTopology topology)
    {
        var shared = await redis.GetAsync(topology);
        var options = ConfigurationOptions.Parse(shared.ConnectionString);
        if (shared is RedisServer { CertificateAuthority: { } authority })
        {
            options.TrustIssuer(authority);
        }

        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        var database = connection.GetDatabase();
        foreach (var key in new[] { "servers:{a}", "servers:{b}", "servers:{c}" })
        {
            await database.StringSetAsync(key, topology.ToString());
            Assert.Equal(topology.ToString(), await database.StringGetAsync(key));
        }
    }

    [Fact]
    public async Task A_killed_server_is_gone_and_comes_back_on_its_port_without_data()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = await server.ConnectAsync();
        await connection.GetDatabase().StringSetAsync("key", "value");

        await server.KillAsync();
        await Eventually.TrueAsync(() => !connection.IsConnected);
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.ExecuteAsync("PING"));
        await server.RestartAsync();

        await Eventually.TrueAsync(() => connection.IsConnected);
        Assert.Equal(RedisValue.Null, await connection.GetDatabase().StringGetAsync("key"));
    }

    [Fact]
    public async Task A_paused_server_answers_when_it_is_resumed()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = await server.ConnectAsync();
        server.Pause();

        var answer = connection.GetDatabase().StringIncrementAsync("counter");
        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));
        server.Resume();

        Assert.Equal(1, await answer);
    }

    [Fact]
    public async Task A_full_server_reads_and_does_not_write_until_there_is_room()
    {
        await using var server = await RedisServer.StartAsync("maxmemory 8mb", "maxmemory-policy noeviction");
        await using var connection = await server.ConnectAsync();
        var database = connection.GetDatabase();
        await database.StringSetAsync("key", "value");

        await server.FillAsync();
        var full = await Assert.ThrowsAsync<RedisServerException>(() => database.StringSetAsync("key", "other"));
        Assert.StartsWith("OOM", full.Message, StringComparison.Ordinal);
        Assert.Equal("value", await database.StringGetAsync("key"));

        await server.ExecuteAsync("DEL", "filler");
        Assert.True(await database.StringSetAsync("key", "other"));
    }

    [Fact]
    public async Task A_replica_is_read_only_until_it_is_promoted_and_again_when_it_is_demoted()
    {
        await using var master = await RedisServer.StartAsync();
        await master.ExecuteAsync("SET", "key", "value");
        await using var replica = await RedisServer.StartReplicaAsync(master);
        await using var connection = await replica.ConnectAsync();
        var database = connection.GetDatabase();

        Assert.Equal("value", await database.StringGetAsync("key"));
        await Assert.ThrowsAnyAsync<RedisException>(() => database.StringSetAsync("key", "other"));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => replica.ExecuteAsync("SET", "key", "other"));
        Assert.Contains("READONLY", refused.Message, StringComparison.Ordinal);
        await replica.PromoteAsync();
        await replica.ExecuteAsync("SET", "key", "other");
        Assert.True(await replica.IsMasterAsync());
        await replica.DemoteAsync(master);

        Assert.False(await replica.IsMasterAsync());
        Assert.Equal("value", await database.StringGetAsync("key"));
    }

    [Fact]
    public async Task A_server_with_TLS_serves_no_stranger_no_plain_connection_and_no_unknown_authority()
    {
        var server = (RedisServer)await redis.GetAsync(RedisTopology.Tls);
        var (plain, stranger, unknowing) = (server.Options, server.Options, ConfigurationOptions.Parse(server.ConnectionString));
        plain.Ssl = false;
        stranger.Password = "guessed";

        foreach (var options in new[] { plain, stranger, unknowing })
        {
            options.ConnectTimeout = 1000;
            await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(options));
        }
    }
}
