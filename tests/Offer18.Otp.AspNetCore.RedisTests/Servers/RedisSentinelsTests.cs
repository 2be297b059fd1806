using System.Net;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

public sealed class RedisSentinelsTests
{
    [Fact]
    public async Task A_fail_over_leads_the_connection_to_the_new_master_and_demotes_the_old_one()
    {
        await using var pair = await RedisSentinels.StartAsync();
        await using var connection = await pair.ConnectAsync();
        await connection.GetDatabase().StringSetAsync("key", "value");
        Assert.Equal(1, (int)await connection.GetDatabase().ExecuteAsync("WAIT", 1, 5000));
        var (first, second) = (pair.Master, pair.Replica);

        await pair.FailOverAsync();

        Assert.Same(second, pair.Master);
        await Eventually.TrueAsync(() => connection.GetServers().Any(server =>
            ((IPEndPoint)server.EndPoint).Port == second.Port && server is { IsConnected: true, IsReplica: false }));
        // Until the connection has noticed which one is dead, it may still wait for that one.
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                return await connection.GetDatabase().StringGetAsync("key") == "value";
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                return false;
            }
        });
        await pair.RestoreAsync();
        Assert.False(await first.IsMasterAsync());
    }
}
