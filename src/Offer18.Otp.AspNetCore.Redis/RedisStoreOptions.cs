using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// Where the Redis stores keep what they keep. Without <see cref="Configuration"/>, <see cref="ConfigurationOptions"/> and
/// <see cref="ConnectionMultiplexerFactory"/> they share the site's own connection: the factory of its
/// <see cref="RedisCacheOptions"/>, its <see cref="IConnectionMultiplexer"/>, or the server of its Redis cache, in this order.
/// </summary>
public sealed class RedisStoreOptions
{
    /// <summary>
    /// StackExchange.Redis' connection string: one server, the nodes of a cluster, or sentinels with <c>serviceName</c>. The
    /// connection is made on first use, never gives up (<c>abortConnect=false</c>), queues nothing while Redis is away, has
    /// <see cref="Timeout"/> for its time-outs, and is lent to the site's Redis cache where that has the same string.
    /// </summary>
    public string? Configuration { get; set; }

    /// <summary>The same as an object; wins over <see cref="Configuration"/>.</summary>
    public ConfigurationOptions? ConfigurationOptions { get; set; }

    /// <summary>Gives the site's own connection; wins over both. It stays the site's to dispose of.</summary>
    public Func<Task<IConnectionMultiplexer>>? ConnectionMultiplexerFactory { get; set; }

    /// <summary>
    /// Begins every key, for sites that share a Redis. Empty by default. No braces: in a cluster they say what lies together.
    /// </summary>
    public string InstanceName { get; set; } = "";

    /// <summary>
    /// How long an operation may take, connecting included, before it counts as failed (<c>store_unavailable</c>). 100 ms to 4 s: the
    /// begin and the end of a check may take it each, and the lease between them lasts 10 s beyond Offer18's own time-out. Default 2 s.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);
}
