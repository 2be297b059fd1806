using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Redis;
using Offer18.Otp.AspNetCore.RedisTests.Servers;

namespace Offer18.Otp.AspNetCore.RedisTests.Stores;

/// <summary>The stores on a real Redis, under keys of their own; by Redis' clock unless a test has one.</summary>
internal sealed class StoreUnderTest : IDisposable
{
    private readonly ServiceProvider _services;

    public StoreUnderTest(IRedis redis, IDataProtectionProvider? protection = null, TimeProvider? clock = null, string? instance = null, Action<RedisStoreOptions>? configure = null)
    {
        Instance = instance ?? $"{Guid.CreateVersion7()}:";
        _services = new ServiceCollection()
            .AddSingleton<RedisConnection>()
            .Configure<RedisStoreOptions>(options =>
            {
                options.ConfigurationOptions = redis.Options;
                options.InstanceName = Instance;
                configure?.Invoke(options);
            })
            .BuildServiceProvider();
        Store = new RedisOtpStore(
            _services.GetRequiredService<RedisConnection>(),
            protection ?? new EphemeralDataProtectionProvider(),
            _services.GetRequiredService<IOptions<RedisStoreOptions>>(),
            clock);
        Counters = new RedisOtpCounterStore(_services.GetRequiredService<RedisConnection>(), _services.GetRequiredService<IOptions<RedisStoreOptions>>(), clock);
    }

    public string Instance { get; }

    public RedisOtpStore Store { get; }

    public RedisOtpCounterStore Counters { get; }

    public Task<StackExchange.Redis.IConnectionMultiplexer> ConnectionAsync() => _services.GetRequiredService<RedisConnection>().GetAsync();

    public void Dispose() => _services.Dispose();
}
