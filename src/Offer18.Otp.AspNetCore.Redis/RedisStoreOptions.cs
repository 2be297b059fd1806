using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// Where the Redis stores find their Redis. Without <see cref="Configuration"/>, <see cref="ConfigurationOptions"/> and
/// <see cref="ConnectionMultiplexerFactory"/> they share the site's own connection: the factory of its <see cref="RedisCacheOptions"/>, its
/// <see cref="IConnectionMultiplexer"/>, or the server of its Redis cache, in this order.
/// </summary>
public sealed class RedisStoreOptions
{
    /// <summary>
    /// StackExchange.Redis' connection string: one server, the nodes of a cluster, or sentinels with <c>serviceName</c>. The connection is
    /// made on first use. It never gives up (<c>abortConnect=false</c>), and it queues nothing while Redis is away. Its time-outs are
    /// <see cref="Timeout"/>. If a Redis cache of the site has the same string, it shares the connection.
    /// </summary>
    public string? Configuration { get; set; }

    /// <summary>The same settings as an object instead of a string. The object wins over <see cref="Configuration"/>.</summary>
    public ConfigurationOptions? ConfigurationOptions { get; set; }

    /// <summary>Returns the site's own connection. It wins over the other two. The site disposes of the connection.</summary>
    public Func<Task<IConnectionMultiplexer>>? ConnectionMultiplexerFactory { get; set; }

    /// <summary>
    /// Every key begins with this text, so that sites can share a Redis. Default: empty. It must not contain braces, because in a cluster
    /// braces decide which keys are kept together.
    /// </summary>
    public string InstanceName { get; set; } = "";

    /// <summary>
    /// How long Redis may take to answer an operation, and how long connecting may take. After that the operation counts as failed
    /// (<c>store_unavailable</c>). 100 ms to 4 s; default 2 s. A lease lasts 10 s longer than <c>Offer18OtpOptions.Timeout</c>. The start of a
    /// check and its end may each take this long, and both must fit into these 10 s.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);
}
