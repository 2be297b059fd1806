using System.Globalization;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

/// <summary>A master and its replica, and three sentinels, which make the one the other when a test has the master dead.</summary>
internal sealed class RedisSentinels : IRedis
{
    private const string ServiceName = "offer18";

    private const int Candidates = 2;

    // Milliseconds. A master that is only slow, on a busy machine, is not dead.
    private const int MissAfter = 500;
    private const int NeverMiss = 600_000;

    private readonly List<RedisServer> _sentinels = [];

    private RedisSentinels(RedisServer master)
    {
        Master = master;
        Replica = master;
    }

    /// <summary>Who was the master at the start, or is since the last <see cref="FailOverAsync"/>.</summary>
    public RedisServer Master { get; private set; }

    public RedisServer Replica { get; private set; }

    public ConfigurationOptions Options
    {
        get
        {
            var options = new ConfigurationOptions { ServiceName = ServiceName };
            foreach (var sentinel in _sentinels)
            {
                options.EndPoints.Add("127.0.0.1", sentinel.Port);
            }

            return options;
        }
    }

    /// <summary>Starts all of them, and waits until each sentinel knows the replica and the other sentinels.</summary>
    public static async Task<RedisSentinels> StartAsync()
    {
        var pair = new RedisSentinels(await RedisServer.StartAsync());
        try
        {
            pair.Replica = await RedisServer.StartReplicaAsync(pair.Master);
            for (var i = 0; i < 3; i++)
            {
                await pair.AddSentinelAsync();
            }

            await pair.EverySentinelAsync(state => state.Contains("num-slaves\n1\n", StringComparison.Ordinal)
                && state.Contains("num-other-sentinels\n2\n", StringComparison.Ordinal));
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the master, which the sentinels do not mind until <see cref="FailOverAsync"/>; the replica has what it had.</summary>
    public async Task KillMasterAsync()
    {
        await Eventually.TrueAsync(async () => await OffsetAsync(Master) == await OffsetAsync(Replica));
        await Master.KillAsync();
    }

    /// <summary>Kills the master, and waits until the replica is one and each sentinel names it. The dead one can be restarted: it becomes the replica.</summary>
    public async Task FailOverAsync()
    {
        await Master.KillAsync();
        await MissAfterAsync(MissAfter);
        (Master, Replica) = (Replica, Master);
        await EverySentinelAsync(state => state.Contains($"port\n{Master.Port}\n", StringComparison.Ordinal));
        await Eventually.TrueAsync(Master.IsMasterAsync);
        await MissAfterAsync(NeverMiss);
    }

    /// <summary>Starts the dead one again, and waits until it follows the master and can be failed over to.</summary>
    public async Task RestoreAsync()
    {
        await Replica.RestartAsync();
        // They are asked first: when they make a server a replica they hang up on all its clients.
        await Eventually.TrueAsync(async () =>
            (await Task.WhenAll(_sentinels.Select(sentinel => sentinel.ExecuteAsync("SENTINEL", "REPLICAS", ServiceName)))).All(state =>
                state.Contains("flags\nslave\n", StringComparison.Ordinal) && state.Contains("master-link-status\nok\n", StringComparison.Ordinal)));
        await Replica.FollowsAsync(Master);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _sentinels.Append(Replica).Append(Master).Distinct())
        {
            await server.DisposeAsync();
        }
    }

    private async Task AddSentinelAsync()
    {
        var sentinel = await RedisServer.StartSentinelAsync(
            $"sentinel monitor {ServiceName} 127.0.0.1 {Master.Port} 2",
            $"sentinel down-after-milliseconds {ServiceName} {NeverMiss}",
            $"sentinel failover-timeout {ServiceName} 5000");
        _sentinels.Add(sentinel);
        // They introduce themselves every 2 s, and look for replicas every 10 s. The period of pings stays: it bounds how old the news of a replica may be.
        await sentinel.ExecuteAsync("SENTINEL", "DEBUG", "info-period", "100", "publish-period", "100", "ask-period", "100");
    }

    private static async Task<string> OffsetAsync(RedisServer server) =>
        (await server.ExecuteAsync("INFO", "replication")).Split('\n').Single(line => line.StartsWith("master_repl_offset:", StringComparison.Ordinal));

    // Two stand for election, and the third one only votes: three may vote for themselves, and try again after 10 s.
    private async Task MissAfterAsync(int milliseconds) => await Task.WhenAll(_sentinels.Take(Candidates).Select(sentinel =>
        sentinel.ExecuteAsync("SENTINEL", "SET", ServiceName, "down-after-milliseconds", milliseconds.ToString(CultureInfo.InvariantCulture))));

    private Task EverySentinelAsync(Func<string, bool> condition) => Eventually.TrueAsync(async () =>
        (await Task.WhenAll(_sentinels.Select(sentinel => sentinel.ExecuteAsync("SENTINEL", "MASTER", ServiceName)))).All(condition));
}
