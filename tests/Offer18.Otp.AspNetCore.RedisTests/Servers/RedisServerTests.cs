namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

public sealed class RedisServerTests(RedisFixture redis)
{
    [Fact]
    public async Task A_server_keeps_what_is_written()
    {
        var server = await redis.ServerAsync();
        await using var connection = await server.ConnectAsync();
        var database = connection.GetDatabase();

        await database.StringSetAsync("servers:kept", "value");

        Assert.Equal("value", await database.StringGetAsync("servers:kept"));
    }
}
