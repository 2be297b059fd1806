using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// Where the Redis stores find their Redis. Without <see cref="Configuration"/>, <see cref="ConfigurationOptions"/> and
/// <see cref="ConnectionMultiplexerFactory"/> they share the site's own connection: the factory of its
/// <see cref="RedisCacheOptions"/>, its <see cref="IConnectionMultiplexer"/>, or the server of its Redis cache, in this order.
/// </summary>
public sealed class RedisStoreOptions
{
    /// <summary>
    /// StackExchange.Redis' connection string: one server, the nodes of a cluster, or sentinels with <c>serviceName</c>. The
    /// connection is made on first use. It never gives up (<c>abortConnect=false</c>), and it queues nothing while Redis is away. Its time-outs are
    /// <see cref="Timeout"/>. A Redis cache of the site that has the same string shares it.
    /// </summary>
    public string? Configuration { get; set; }

    /// <summary>The same as an object. It wins over <see cref="Configuration"/>.</summary>
    public ConfigurationOptions? ConfigurationOptions { get; set; }

    /// <summary>Returns the site's own connection. It wins over both. The site disposes of the connection.</summary>
    public Func<Task<IConnectionMultiplexer>>? ConnectionMultiplexerFactory { get; set; }

    /// <summary>
    /// Every key begins with it, so that sites can share a Redis. Default: empty. It has no braces: in a cluster braces mark the keys that go together.
    /// </summary>
    public string InstanceName { get; set; } = "";

    /// <summary>
    /// After this long an operation counts as failed (<c>store_unavailable</c>). Connecting is part of it. 100 ms to 4 s; default 2 s. The begin
    /// and the end of a check may take it once each, and their lease lasts 10 s longer than Offer18's own time-out.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);
}
