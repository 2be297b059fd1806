using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// The one connection of the stores. If the site has a connection and sets no other one for the stores, they share it. Otherwise we make
/// one on first use, and the site's Redis cache of the same server may share it.
/// </summary>
internal sealed class RedisConnection(IServiceProvider services) : IPostConfigureOptions<RedisCacheOptions>, IDisposable
{
    // Milliseconds.
    private const int ReconnectAfter = 1000;

    // Seconds. How often the connection checks which server is the master. Until the next check, a new master may still count as a replica.
    private const int LookAgainAfter = 5;

    // A connection that is only slow to notice a new master has noticed it by then.
    private static readonly TimeSpan StrandedAfter = TimeSpan.FromSeconds(LookAgainAfter + 1);

    private readonly Lock _lock = new();
    private readonly List<ConnectionMultiplexer> _own = [];
    private Task<IConnectionMultiplexer>? _connection;
    private long? _strandedSince;
    private bool _isLookingElsewhere;

    /// <summary>
    /// Whether the site has set where its Redis is, for us or for its own use. Do not resolve <see cref="RedisCacheOptions"/> here: its
    /// post-configuration calls back into this class.
    /// </summary>
    public bool IsConfigured(RedisStoreOptions options) =>
        options.ConnectionMultiplexerFactory is not null
        || HasOwn(options)
        || HasSiteConnection
        || services.GetServices<IConfigureOptions<RedisCacheOptions>>().Any();

    public Task<IConnectionMultiplexer> GetAsync()
    {
        lock (_lock)
        {
            // If the connection could not be made, we try again. A connection that was lost comes back by itself.
            return _connection = _connection is null or { IsFaulted: true } or { IsCanceled: true } ? FindAsync() : _connection;
        }
    }

    /// <summary>
    /// Makes the call. If our own connection has had no master for a while, we try a new one, because the client can lose track: of
    /// sentinels that were slow to agree, or of a name that leads to another server now. Until then, calls fail as before.
    /// </summary>
    /// <remarks>
    /// The time-out bounds the connecting, and Redis' answer, each by itself. It does not count how long a busy machine takes to go on here:
    /// many visitors at once would be refused although Redis has answered all of them.
    /// </remarks>
    /// <exception cref="TimeoutException">Redis did not answer in time.</exception>
    public async Task<T> CallAsync<T>(Func<IDatabase, Task<T>> call, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var connection = await GetAsync().WaitAsync(timeout, cancellationToken);
        try
        {
            var answer = await call(connection.GetDatabase()).WaitAsync(timeout, cancellationToken);
            lock (_lock)
            {
                _strandedSince = null;
            }

            return answer;
        }
        catch (RedisConnectionException) when (IsStrandedForLong(connection))
        {
            _ = Task.Run(LookElsewhereAsync, CancellationToken.None);
            throw;
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

    public void Dispose() => _own.ForEach(connection => connection.Dispose());

    private RedisCacheOptions Cache => services.GetRequiredService<IOptions<RedisCacheOptions>>().Value;

    // Do not resolve the connection here: making one may take a while, and may fail.
    private bool HasSiteConnection => services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IConnectionMultiplexer));

    // With this switch Microsoft's cache disposes of a connection that it has lost, even if the connection is ours.
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

    // Runs on another thread, because it calls the site's own services. The caller holds the lock, and those services must not run under
    // it.
    private Task<IConnectionMultiplexer> FindAsync() => Task.Run(async () =>
    {
        var options = services.GetRequiredService<IOptions<RedisStoreOptions>>().Value;
        if ((options.ConnectionMultiplexerFactory ?? (HasOwn(options) ? null : SiteFactory())) is { } site)
        {
            return await site();
        }

        var own = await ConnectAsync(options);
        lock (_lock)
        {
            _own.Add(own);
        }

        return own;
    });

    private async Task<ConnectionMultiplexer> ConnectAsync(RedisStoreOptions options)
    {
        var configuration = HasOwn(options)
            ? options.ConfigurationOptions?.Clone() ?? ConfigurationOptions.Parse(options.Configuration!)
            : Cache.ConfigurationOptions?.Clone() ?? ConfigurationOptions.Parse(Cache.Configuration!);
        // While the server is away, the connection looks for it in the background. Until it is found, calls fail at once, so that nothing
        // piles up.
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ReconnectRetryPolicy = new LinearRetry(ReconnectAfter);
        configuration.ConfigCheckSeconds = LookAgainAfter;
        configuration.ConnectTimeout = configuration.AsyncTimeout = configuration.SyncTimeout = (int)options.Timeout.TotalMilliseconds;
        return await ConnectionMultiplexer.ConnectAsync(configuration);
    }

    // True once each time that somebody is to look elsewhere. The masters of a cluster fail one by one. Of a single one the client may believe that it
    // is a second one that must not be used, and keep to that.
    private bool IsStrandedForLong(IConnectionMultiplexer connection)
    {
        lock (_lock)
        {
            if (_isLookingElsewhere || !_own.Contains(connection) || IsCluster(connection) && HasMaster(connection))
            {
                return false;
            }

            _strandedSince ??= TimeProvider.System.GetTimestamp();
            return _isLookingElsewhere = TimeProvider.System.GetElapsedTime(_strandedSince.Value) >= StrandedAfter;
        }
    }

    private static bool IsCluster(IConnectionMultiplexer connection) => connection.GetServers().Any(server => server.ServerType == ServerType.Cluster);

    private static bool HasMaster(IConnectionMultiplexer connection) => connection.GetServers().Any(server => server is { IsConnected: true, IsReplica: false });

    private async Task LookElsewhereAsync()
    {
        ConnectionMultiplexer? found = null, replaced = null;
        try
        {
            found = await ConnectAsync(services.GetRequiredService<IOptions<RedisStoreOptions>>().Value);
        }
        catch (Exception)
        {
            // The sentinels know no living master, a name leads nowhere, or the site is shutting down. The next call that fails tries again.
        }

        lock (_lock)
        {
            if (found is not null && HasMaster(found))
            {
                // The first connection stays open: the site's Redis cache may have it, too.
                if (_own.Count > 1)
                {
                    replaced = _own[^1];
                    _own.RemoveAt(_own.Count - 1);
                }

                _own.Add(found);
                _connection = Task.FromResult<IConnectionMultiplexer>(found);
                found = null;
            }

            _strandedSince = null;
            _isLookingElsewhere = false;
        }

        foreach (var useless in new[] { found, replaced }.OfType<ConnectionMultiplexer>())
        {
            await useless.DisposeAsync();
        }
    }
}
