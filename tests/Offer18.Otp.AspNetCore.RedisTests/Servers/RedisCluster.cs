using System.Globalization;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

/// <summary>Three masters that share the 16,384 slots.</summary>
internal sealed class RedisCluster : IRedis
{
    private const int Slots = 16_384;

    private readonly ReservedPort[] _busPorts = [new(), new(), new()];

    private RedisCluster()
    {
    }

    public IReadOnlyList<RedisServer> Masters { get; private set; } = [];

    public ConfigurationOptions Options
    {
        get
        {
            var options = new ConfigurationOptions();
            foreach (var master in Masters)
            {
                options.EndPoints.Add("127.0.0.1", master.Port);
            }

            return options;
        }
    }

    /// <summary>Starts the masters, and waits until each says that the cluster is whole.</summary>
    public static async Task<RedisCluster> StartAsync()
    {
        var cluster = new RedisCluster();
        try
        {
            await cluster.FormAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until each master knows that all of them are there.</summary>
    public Task WholeAsync() => Eventually.TrueAsync(async () =>
    {
        var states = await Task.WhenAll(Masters.Select(master => master.ExecuteAsync("CLUSTER", "INFO")));
        return states.All(state => state.Contains("cluster_state:ok", StringComparison.Ordinal)
            && state.Contains($"cluster_known_nodes:{Masters.Count}", StringComparison.Ordinal));
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var master in Masters)
        {
            await master.DisposeAsync();
        }

        Array.ForEach(_busPorts, port => port.Dispose());
    }

    private async Task FormAsync()
    {
        foreach (var bus in _busPorts)
        {
            Masters = [.. Masters, await RedisServer.StartAsync("cluster-enabled yes", $"cluster-port {bus.Number}", "cluster-node-timeout 1000")];
        }

        for (var i = 0; i < Masters.Count; i++)
        {
            await Masters[i].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", Text(Slots * i / Masters.Count), Text(Slots * (i + 1) / Masters.Count - 1));
            await Masters[0].ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", Text(Masters[i].Port), Text(_busPorts[i].Number));
        }

        await WholeAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
