using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

public sealed class TcpProxyTests(RedisFixture redis)
{
    [Fact]
    public async Task What_goes_through_is_as_slow_as_it_is_told()
    {
        var delay = TimeSpan.FromMilliseconds(150);
        await using var proxy = await TcpProxy.StartAsync((await redis.ServerAsync()).Port);
        await using var connection = await ConnectAsync(proxy);
        proxy.Requests.Delay = delay;
        proxy.Answers.Delay = delay;

        Assert.InRange(await connection.GetDatabase().PingAsync(), 2 * delay, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_held_request_does_not_reach_the_server_and_a_held_answer_undoes_nothing()
    {
        var server = await redis.ServerAsync();
        await using var proxy = await TcpProxy.StartAsync(server.Port);
        await using var connection = await ConnectAsync(proxy);
        var database = connection.GetDatabase();

        var held = proxy.Requests.Hold();
        var request = database.StringIncrementAsync("proxy:counter");
        await held.Reached;
        Assert.Equal("0", (await server.ExecuteAsync("EXISTS", "proxy:counter")).Trim());
        held.Release();
        Assert.Equal(1, await request);

        held = proxy.Answers.Hold();
        request = database.StringIncrementAsync("proxy:counter");
        await held.Reached;
        Assert.Equal("2", (await server.ExecuteAsync("GET", "proxy:counter")).Trim());
        Assert.False(request.IsCompleted);
        held.Release();
        Assert.Equal(2, await request);
    }

    [Fact]
    public async Task A_cut_line_breaks_what_waits_and_can_be_connected_again()
    {
        await using var proxy = await TcpProxy.StartAsync((await redis.ServerAsync()).Port);
        await using var connection = await ConnectAsync(proxy);
        var connections = proxy.Connections;
        var held = proxy.Requests.Hold();
        var request = connection.GetDatabase().StringGetAsync("proxy:cut");
        await held.Reached;
        proxy.Cut();
        held.Release();
        await Assert.ThrowsAsync<RedisConnectionException>(() => request);

        await Eventually.TrueAsync(() => connection.IsConnected);
        Assert.Equal(RedisValue.Null, await connection.GetDatabase().StringGetAsync("proxy:cut"));
        Assert.True(proxy.Connections > connections);
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(TcpProxy proxy) => await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{proxy.Port}");
}
