namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

public sealed class RedisClusterTests
{
    [Fact]
    public async Task A_cluster_spreads_its_keys_and_fails_without_one_master_until_that_is_back()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var connection = await cluster.ConnectAsync();
        var shards = new[] { "{a}", "{b}", "{c}" }.Select(key => connection.GetServers()[0].ClusterConfiguration!.GetBySlot(key)!.EndPoint);
        Assert.Equal(3, shards.Distinct().Count());

        var lost = cluster.Masters[0];
        await lost.KillAsync();
        await Eventually.TrueAsync(async () => (await cluster.Masters[1].ExecuteAsync("CLUSTER", "INFO")).Contains("cluster_state:fail", StringComparison.Ordinal));
        await lost.RestartAsync();
        await cluster.WholeAsync();

        Assert.Equal("OK", (await lost.ExecuteAsync("SET", "{b}", "value")).Trim());
    }
}
