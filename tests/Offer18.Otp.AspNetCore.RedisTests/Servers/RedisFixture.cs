using Offer18.Otp.AspNetCore.RedisTests.Servers;

[assembly: AssemblyFixture(typeof(RedisFixture))]

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

/// <summary>One Redis of each topology for all the tests that do it no harm; each writes under keys of its own.</summary>
public sealed class RedisFixture : IAsyncDisposable
{
    private readonly Dictionary<RedisTopology, Lazy<Task<IRedis>>> _shared = Enum.GetValues<RedisTopology>()
        .ToDictionary(topology => topology, topology => new Lazy<Task<IRedis>>(() => StartAsync(topology)));

    internal Task<IRedis> GetAsync(RedisTopology topology) => _shared[topology].Value;

    internal async Task<RedisServer> ServerAsync() => (RedisServer)await GetAsync(RedisTopology.Server);

    /// <summary>Starts one that a test has for itself.</summary>
    internal static async Task<IRedis> StartAsync(RedisTopology topology) => topology switch
    {
        RedisTopology.Server => await RedisServer.StartAsync(),
        RedisTopology.Tls => await RedisServer.StartTlsAsync(),
        RedisTopology.Cluster => await RedisCluster.StartAsync(),
        RedisTopology.Sentinels => await RedisSentinels.StartAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(topology), topology, null),
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var redis in _shared.Values.Where(redis => redis is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
        {
            await (await redis.Value).DisposeAsync();
        }
    }
}

/// <summary>The shapes in which sites run Redis.</summary>
public enum RedisTopology
{
    Server,
    Tls,
    Cluster,
    Sentinels,
}
