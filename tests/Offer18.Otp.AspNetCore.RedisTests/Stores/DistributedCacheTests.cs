using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Testing;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.RedisTests.Stores;

/// <summary>Proofs in a distributed cache that is one, whichever: here the framework's own on Redis.</summary>
public sealed class DistributedCacheTests(RedisFixture redis) : VerifiedMsisdnStoreContract, IAsyncLifetime
{
    private readonly string _instance = $"{Guid.CreateVersion7()}:";
    private ServiceProvider _services = null!;

    protected override IVerifiedMsisdnStore Store => _services.GetRequiredService<IVerifiedMsisdnStore>();

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock);
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddOffer18Otp(_ => { }).AddDistributedCacheVerifiedStore();
        await AddCacheAsync(services);
        _services = services.BuildServiceProvider();
    }

    [Fact]
    public async Task Neither_key_nor_value_tells_the_number()
    {
        await Store.SetAsync(
            new VerifiedMsisdn
            {
                Id = new("digest-1.p1"),
                Campaign = "",
                Msisdn = "+" + OtpSite.Msisdn,
                VerifiedAt = Clock.GetUtcNow(),
                ValidUntil = Clock.GetUtcNow() + TimeSpan.FromMinutes(30),
            },
            TestContext.Current.CancellationToken);
        await using var connection = await (await redis.ServerAsync()).ConnectAsync();

        var keys = connection.GetServers().Single().Keys(pattern: _instance + "*").ToArray();

        Assert.Equal(3, keys.Length);
        foreach (var key in keys)
        {
            var entry = (byte[])(await connection.GetDatabase().HashGetAsync(key, "data"))!;
            Assert.DoesNotContain(OtpSite.Msisdn, key.ToString(), StringComparison.Ordinal);
            Assert.Equal(-1, entry.AsSpan().IndexOf("447700900123"u8));
            Assert.NotNull(await connection.GetDatabase().KeyTimeToLiveAsync(key));
        }
    }

    [Theory]
    [InlineData("a cache that is shared", 1)]
    [InlineData("a cache in memory", 0)]
    [InlineData("a store of the site's own", 1)]
    [InlineData("a store of the site's own for challenges alone", 1)]
    [InlineData("Redis stores, and counters of the site's own", 0)]
    [InlineData("Redis stores", 0)]
    public async Task A_site_that_shares_its_proofs_or_challenges_but_no_limits_is_told(string stores, int warnings)
    {
        var log = new WarningCount();
        var server = await redis.ServerAsync();
        await using var site = await OtpSite.StartAsync(before: builder =>
        {
            builder.Logging.AddProvider(log);
            var otp = builder.Services.AddOffer18Otp(_ => { });
            switch (stores)
            {
                case "a cache that is shared":
                    otp.AddDistributedCacheVerifiedStore();
                    builder.Services.AddStackExchangeRedisCache(cache => (cache.Configuration, cache.InstanceName) = (server.ConnectionString, _instance));
                    break;
                case "a cache in memory":
                    otp.AddDistributedCacheVerifiedStore();
                    builder.Services.AddDistributedMemoryCache();
                    break;
                case "a store of the site's own":
                    // Brings a cache in memory with it, which is nobody's.
                    builder.Services.AddControllersWithViews();
                    otp.AddVerifiedStore(_ => new StoreUnderTest(server).Store);
                    break;
                case "a store of the site's own for challenges alone":
                    otp.AddRequestStore(_ => new StoreUnderTest(server).Store);
                    break;
                case "Redis stores, and counters of the site's own":
                    otp.AddRedisStores(options => options.Configuration = server.ConnectionString).AddCounterStore(_ => new StoreUnderTest(server).Counters);
                    break;
                default:
                    otp.AddRedisStores(options => options.Configuration = server.ConnectionString);
                    break;
            }
        });

        Assert.Equal(warnings, log.Warnings);
    }

    [Fact]
    public async Task A_visitor_gets_in_with_a_proof_in_a_cache()
    {
        await using var site = await OtpSite.StartAsync(
            before: builder =>
            {
                builder.Services.AddOffer18Otp(_ => { }).AddDistributedCacheVerifiedStore();
                AddCacheAsync(builder.Services).GetAwaiter().GetResult();
            },
            map: app => app.MapGet("/premium", () => "in").RequireOtpVerified());
        using var browser = await site.NewVerifiedBrowserAsync();

        Assert.Equal("in", (await browser.GetPageAsync("/premium")).Body);
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    private async Task AddCacheAsync(IServiceCollection services)
    {
        var server = await redis.ServerAsync();
        services.AddStackExchangeRedisCache(cache => (cache.Configuration, cache.InstanceName) = (server.ConnectionString, _instance));
    }

    private sealed class WarningCount : ILoggerProvider, ILogger
    {
        public int Warnings { get; private set; }

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Warnings += eventId.Id == 1816 ? 1 : 0;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose()
        {
        }
    }
}
