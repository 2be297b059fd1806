using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// The one connection: the site's own where it has one and names no other for us, else one that is made on first use and lent to
/// the site's Redis cache of the same server.
/// </summary>
internal sealed class RedisConnection(IServiceProvider services) : IPostConfigureOptions<RedisCacheOptions>, IDisposable
{
    // Milliseconds.
    private const int ReconnectAfter = 1000;

    // Seconds: how long a server that has become the master may still count as the replica that it was.
    private const int LookAgainAfter = 5;

    private readonly Lock _lock = new();
    private Task<IConnectionMultiplexer>? _connection;
    private ConnectionMultiplexer? _own;

    /// <summary>The site has said where its Redis is, to us or for its own use; what the cache is told is not read here, as that asks for ours.</summary>
    public bool IsConfigured(RedisStoreOptions options) =>
        options.ConnectionMultiplexerFactory is not null
        || HasOwn(options)
        || HasSiteConnection
        || services.GetServices<IConfigureOptions<RedisCacheOptions>>().Any();

    public Task<IConnectionMultiplexer> GetAsync()
    {
        lock (_lock)
        {
            // One that could not be made is made anew; one that was lost comes back by itself.
            return _connection = _connection is null or { IsFaulted: true } or { IsCanceled: true } ? ConnectAsync() : _connection;
        }
    }

    public void PostConfigure(string? name, RedisCacheOptions options)
    {
        var own = services.GetRequiredService<IOptions<RedisStoreOptions>>().Value;
        if (!IsGivenUpByForce
            && options.ConnectionMultiplexerFactory is null
            && own.ConnectionMultiplexerFactory is null
            && (HasOwn(own) ? IsSame(own, options) : HasCacheConfiguration(options) && !HasSiteConnection))
        {
            options.ConnectionMultiplexerFactory = GetAsync;
        }
    }

    public void Dispose() => _own?.Dispose();

    private RedisCacheOptions Cache => services.GetRequiredService<IOptions<RedisCacheOptions>>().Value;

    // Asked without making one: that may take as long as connecting does, and fail.
    private bool HasSiteConnection => services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IConnectionMultiplexer));

    // Microsoft's cache then disposes of a connection that it has lost, one that it was lent included.
    private static bool IsGivenUpByForce =>
        AppContext.TryGetSwitch("Microsoft.AspNetCore.Caching.StackExchangeRedis.UseForceReconnect", out var isOn) && isOn;

    private static bool HasOwn(RedisStoreOptions options) =>
        options.ConfigurationOptions is not null || !string.IsNullOrWhiteSpace(options.Configuration);

    private static bool HasCacheConfiguration(RedisCacheOptions options) =>
        options.ConfigurationOptions is not null || !string.IsNullOrWhiteSpace(options.Configuration);

    private static bool IsSame(RedisStoreOptions own, RedisCacheOptions cache) =>
        own.ConfigurationOptions is not null || cache.ConfigurationOptions is not null
            ? ReferenceEquals(own.ConfigurationOptions, cache.ConfigurationOptions)
            : own.Configuration == cache.Configuration;

    private Func<Task<IConnectionMultiplexer>>? SiteFactory() => Cache.ConnectionMultiplexerFactory is { } factory && factory != GetAsync
        ? factory
        : services.GetService<IConnectionMultiplexer>() is { } connection ? () => Task.FromResult(connection) : null;

    // Off the caller's path: what a host resolves or connects to must not hold the lock up.
    private Task<IConnectionMultiplexer> ConnectAsync() => Task.Run(async () =>
    {
        var options = services.GetRequiredService<IOptions<RedisStoreOptions>>().Value;
        if ((options.ConnectionMultiplexerFactory ?? (HasOwn(options) ? null : SiteFactory())) is { } site)
        {
            return await site();
        }

        var configuration = HasOwn(options)
            ? options.ConfigurationOptions?.Clone() ?? ConfigurationOptions.Parse(options.Configuration!)
            : Cache.ConfigurationOptions?.Clone() ?? ConfigurationOptions.Parse(Cache.Configuration!);
        // A server that is away is looked for in the background, and what is asked meanwhile fails at once: nothing piles up.
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ReconnectRetryPolicy = new LinearRetry(ReconnectAfter);
        configuration.ConfigCheckSeconds = LookAgainAfter;
        configuration.ConnectTimeout = configuration.AsyncTimeout = configuration.SyncTimeout = (int)options.Timeout.TotalMilliseconds;
        return _own = await ConnectionMultiplexer.ConnectAsync(configuration);
    });
}
