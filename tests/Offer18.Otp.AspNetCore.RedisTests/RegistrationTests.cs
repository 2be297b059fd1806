using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Redis;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests;

public sealed class RegistrationTests(RedisFixture redis)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_line_puts_all_stores_of_all_campaigns_on_the_sites_Redis()
    {
        var builder = await BuilderAsync();
        builder.Services.AddOffer18Otp(builder.Configuration.GetSection("Offer18Otp")).AddRedisStores(builder.Configuration);
        builder.Services.AddOffer18Otp("kuwait-games", Section(builder)).AddRedisStores(builder.Configuration);
        await using var app = builder.Build();

        Assert.IsType<RedisOtpStore>(app.Services.GetRequiredService<IOtpRequestStore>());
        Assert.IsType<RedisOtpCounterStore>(Assert.Single(app.Services.GetServices<IOtpCounterStore>()));
        Assert.Equal([null], await app.Services.GetRequiredService<IOtpCounterStore>().FindAsync([new(new("", "a.1"), TimeSpan.FromMinutes(1))], Cancellation));
        Assert.Same(app.Services.GetRequiredService<IOtpRequestStore>(), app.Services.GetRequiredService<IVerifiedMsisdnStore>());
        Assert.Equal(TimeSpan.FromSeconds(1), app.Services.GetRequiredService<IOptions<RedisStoreOptions>>().Value.Timeout);
        Assert.Null(await app.Services.GetRequiredService<IVerifiedMsisdnStore>().FindAsync("", new("digest.proof"), Cancellation));
    }

    [Theory]
    [InlineData("before all")]
    [InlineData("between")]
    [InlineData("after all")]
    public async Task A_store_of_the_sites_own_wins_wherever_it_is_registered(string where)
    {
        var builder = await BuilderAsync();
        AddOwn("before all");
        var otp = builder.Services.AddOffer18Otp(Section(builder));
        AddOwn("between");
        otp.AddRedisStores(builder.Configuration).AddDistributedCacheVerifiedStore().AddRedisStores(builder.Configuration);
        AddOwn("after all");
        await using var app = builder.Build();

        Assert.IsType<OwnStore>(app.Services.GetRequiredService<IVerifiedMsisdnStore>());
        Assert.IsType<RedisOtpStore>(app.Services.GetRequiredService<IOtpRequestStore>());

        void AddOwn(string here)
        {
            if (where == here)
            {
                builder.Services.AddSingleton<IVerifiedMsisdnStore, OwnStore>();
            }
        }
    }

    [Theory]
    [InlineData("Redis", "RedisOtpStore", "RedisOtpStore")]
    [InlineData("Redis, cache", "RedisOtpStore", "DistributedCacheVerifiedMsisdnStore")]
    [InlineData("cache, Redis", "RedisOtpStore", "RedisOtpStore")]
    [InlineData("cache, cache", "MemoryOtpRequestStore", "DistributedCacheVerifiedMsisdnStore")]
    [InlineData("Redis, Redis", "RedisOtpStore", "RedisOtpStore")]
    [InlineData("Redis, cache, Redis", "RedisOtpStore", "RedisOtpStore")]
    [InlineData("Redis, one store", "RedisOtpStore", "OwnStore")]
    [InlineData("one store, Redis", "RedisOtpStore", "RedisOtpStore")]
    public async Task Of_calls_for_the_same_store_the_later_one_wins(string calls, string requests, string proofs)
    {
        var builder = await BuilderAsync();
        builder.Services.AddDistributedMemoryCache();
        foreach (var call in calls.Split(", "))
        {
            // Each for a campaign of its own: the stores are those of all campaigns.
            var otp = builder.Services.AddOffer18Otp($"campaign-{builder.Services.Count}", Section(builder));
            _ = call switch
            {
                "Redis" => otp.AddRedisStores(builder.Configuration),
                "cache" => otp.AddDistributedCacheVerifiedStore(),
                _ => otp.AddVerifiedStore(_ => new OwnStore()),
            };
        }

        await using var app = builder.Build();

        Assert.Equal(requests, Assert.Single(app.Services.GetServices<IOtpRequestStore>()).GetType().Name);
        Assert.Equal(proofs, Assert.Single(app.Services.GetServices<IVerifiedMsisdnStore>()).GetType().Name);
        Assert.Equal(
            requests == proofs,
            ReferenceEquals(app.Services.GetRequiredService<IOtpRequestStore>(), app.Services.GetRequiredService<IVerifiedMsisdnStore>()));
    }

    [Fact]
    public async Task With_requests_in_Redis_and_proofs_in_a_cache_each_keeps_its_own()
    {
        var server = await redis.ServerAsync();
        await using var site = await OtpSite.StartAsync(
            before: builder =>
            {
                builder.Services.AddDistributedMemoryCache();
                builder.Services.AddOffer18Otp(_ => { })
                    .AddRedisStores(options => (options.Configuration, options.InstanceName) = (server.ConnectionString, $"{Guid.CreateVersion7()}:"))
                    .AddDistributedCacheVerifiedStore();
            },
            map: app =>
            {
                app.MapGet("/premium", () => "in").RequireOtpVerified();
                app.MapGet("/out", (IOtpProofs otp, HttpContext context) => otp.RevokeCampaignAsync("", context.RequestAborted));
            },
            clock: new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        using var browser = await site.NewVerifiedBrowserAsync();

        Assert.Equal("in", (await browser.GetPageAsync("/premium")).Body);
        Assert.Equal("verified", (await browser.StatusAsync()).State);

        // Redis' clock is its own: a minute makes the site's the later one.
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await browser.GetPageAsync("/out");

        Assert.NotEqual("in", (await browser.GetPageAsync("/premium")).Body);
        Assert.Equal("none", (await browser.StatusAsync()).State);
    }

    [Theory]
    [InlineData("the site's connection")]
    [InlineData("the cache's factory")]
    [InlineData("our factory")]
    [InlineData("the cache's server")]
    [InlineData("the same server")]
    public async Task One_connection_serves_the_stores_and_the_sites_cache(string where)
    {
        var server = await redis.ServerAsync();
        await using var own = await server.ConnectAsync();
        var builder = Builder();
        var otp = builder.Services.AddOffer18Otp(Section(builder));
        builder.Services.AddStackExchangeRedisCache(cache =>
        {
            cache.Configuration = where is "the cache's server" or "the same server" ? server.ConnectionString : null;
            cache.ConnectionMultiplexerFactory = where is "the cache's server" or "the same server" ? null : () => Task.FromResult<IConnectionMultiplexer>(own);
        });
        switch (where)
        {
            case "the site's connection":
                builder.Services.AddSingleton<IConnectionMultiplexer>(own);
                otp.AddRedisStores();
                break;
            case "our factory":
                otp.AddRedisStores(options => options.ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(own));
                break;
            case "the same server":
                otp.AddRedisStores(options => options.Configuration = server.ConnectionString);
                break;
            default:
                otp.AddRedisStores();
                break;
        }

        await using var app = builder.Build();
        await app.Services.GetRequiredService<IDistributedCache>().SetStringAsync($"{Guid.CreateVersion7()}", "value", Cancellation);
        var shared = await app.Services.GetRequiredService<IOptions<RedisCacheOptions>>().Value.ConnectionMultiplexerFactory!();

        Assert.Same(shared, await app.Services.GetRequiredService<RedisConnection>().GetAsync());
        Assert.Equal(where is "the cache's server" or "the same server", !ReferenceEquals(own, shared));
        Assert.Null(await app.Services.GetRequiredService<IVerifiedMsisdnStore>().FindAsync("", new("digest.proof"), Cancellation));
    }

    [Fact]
    public async Task A_cache_of_another_server_keeps_its_own_connection()
    {
        var builder = await BuilderAsync();
        builder.Services.AddStackExchangeRedisCache(cache => cache.Configuration = "cache.example:6379");
        builder.Services.AddOffer18Otp(Section(builder)).AddRedisStores(builder.Configuration);
        await using var app = builder.Build();

        Assert.Null(app.Services.GetRequiredService<IOptions<RedisCacheOptions>>().Value.ConnectionMultiplexerFactory);
    }

    [Fact]
    public async Task A_cache_that_gives_connections_up_by_force_is_lent_none()
    {
        const string Switch = "Microsoft.AspNetCore.Caching.StackExchangeRedis.UseForceReconnect";
        var server = await redis.ServerAsync();
        var builder = Builder();
        builder.Services.AddStackExchangeRedisCache(cache => cache.Configuration = server.ConnectionString);
        builder.Services.AddOffer18Otp(Section(builder)).AddRedisStores(options => options.Configuration = server.ConnectionString);
        await using var app = builder.Build();
        AppContext.SetSwitch(Switch, true);
        try
        {
            Assert.Null(app.Services.GetRequiredService<IOptionsFactory<RedisCacheOptions>>().Create("").ConnectionMultiplexerFactory);
        }
        finally
        {
            AppContext.SetSwitch(Switch, false);
        }

        Assert.NotNull(app.Services.GetRequiredService<IOptionsFactory<RedisCacheOptions>>().Create("").ConnectionMultiplexerFactory);
    }

    [Fact]
    public void A_site_starts_without_making_its_connection()
    {
        var builder = Builder();
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => throw new InvalidOperationException("It is made."));
        builder.Services.AddStackExchangeRedisCache(cache => cache.Configuration = "cache.example:6379");
        builder.Services.AddOffer18Otp(Section(builder)).AddRedisStores();
        using var services = builder.Services.BuildServiceProvider();

        services.GetRequiredService<IStartupValidator>().Validate();
        Assert.Null(services.GetRequiredService<IOptions<RedisCacheOptions>>().Value.ConnectionMultiplexerFactory);
    }

    [Fact]
    public async Task A_connection_that_could_not_be_made_is_made_anew()
    {
        var server = await redis.ServerAsync();
        await using var own = await server.ConnectAsync();
        var first = true;
        var builder = Builder();
        builder.Services.AddOffer18Otp(Section(builder)).AddRedisStores(options => options.ConnectionMultiplexerFactory = () =>
        {
            (first, var failing) = (false, first);
            return failing ? throw new InvalidOperationException() : Task.FromResult<IConnectionMultiplexer>(own);
        });
        await using var app = builder.Build();
        var store = app.Services.GetRequiredService<IVerifiedMsisdnStore>();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.FindAsync("", new("digest.proof"), Cancellation));
        Assert.Null(await store.FindAsync("", new("digest.proof"), Cancellation));
    }

    [Theory]
    [InlineData(null, "", 2, "The Redis stores have no Redis: set ConnectionStrings:Redis or RedisStoreOptions.Configuration, or register the site's IConnectionMultiplexer or AddStackExchangeRedisCache.")]
    [InlineData("redis.example,password=secret", "{a}", 2, "RedisStoreOptions.InstanceName must not contain braces: in a cluster, braces decide which keys are kept together.")]
    [InlineData("redis.example,password=secret", "", 0, "RedisStoreOptions.Timeout must be 100 ms to 4 s.")]
    [InlineData("redis.example,password=secret", "", 5, "RedisStoreOptions.Timeout must be 100 ms to 4 s.")]
    [InlineData("redis.example,ssl=secret", "", 2, "ConnectionStrings:Redis or RedisStoreOptions.Configuration is no connection string of StackExchange.Redis.")]
    public void A_missing_or_impossible_value_stops_the_host_at_start(string? configuration, string instance, int timeout, string message)
    {
        var builder = Builder();
        builder.Services.AddOffer18Otp(Section(builder)).AddRedisStores(options =>
        {
            options.Configuration = configuration;
            options.InstanceName = instance;
            options.Timeout = TimeSpan.FromSeconds(timeout);
        });
        using var services = builder.Services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_in_the_wrong_setting_is_not_said()
    {
        var builder = Builder();
        builder.Configuration["ConnectionStrings:Redis"] = "redis.example";
        builder.Configuration["Offer18OtpRedis:Timeout"] = "s3cret";
        builder.Services.AddOffer18Otp(Section(builder)).AddRedisStores(builder.Configuration);
        using var services = builder.Services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("RedisStoreOptions.Timeout must be 100 ms to 4 s.", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
    }

    private static IConfigurationSection Section(WebApplicationBuilder builder) => builder.Configuration.GetSection(Offer18OtpOptions.SectionName);

    private async Task<WebApplicationBuilder> BuilderAsync()
    {
        var builder = Builder();
        builder.Configuration["ConnectionStrings:Redis"] = (await redis.ServerAsync()).ConnectionString;
        builder.Configuration["Offer18OtpRedis:Timeout"] = "00:00:01";
        return builder;
    }

    private static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Configuration.AddInMemoryCollection([
            new("Offer18Otp:ApiKey", "key"),
            new("Offer18Otp:AffiliateId", "1"),
            new("Offer18Otp:AdvertiserId", "2"),
            new("Offer18Otp:AllowedCountries", "GB"),
        ]);
        return builder;
    }

    private sealed class OwnStore : IVerifiedMsisdnStore
    {
        public ValueTask SetAsync(VerifiedMsisdn verified, CancellationToken cancellationToken) => default;

        public ValueTask<VerifiedMsisdn?> FindAsync(string campaign, OtpProofId id, CancellationToken cancellationToken) => default;

        public ValueTask RevokeAsync(string campaign, OtpProofId id, TimeSpan keepFor, CancellationToken cancellationToken) => default;

        public ValueTask RevokeAllAsync(string campaign, MsisdnDigest? msisdnDigest, TimeSpan keepFor, CancellationToken cancellationToken) => default;
    }
}
