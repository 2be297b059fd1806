using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore;
using Offer18.Otp.AspNetCore.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps challenges, limits and proofs in Redis, for all nodes and all campaigns of the site.</summary>
public static class Offer18OtpBuilderRedisExtensions
{
    /// <summary>The section beside <c>ConnectionStrings:Redis</c> with the rest of <see cref="RedisStoreOptions"/>: <c>Offer18OtpRedis</c>.</summary>
    public const string SectionName = "Offer18OtpRedis";

    /// <summary>Takes <c>ConnectionStrings:Redis</c> and the section <see cref="SectionName"/>.</summary>
    /// <param name="builder">What <c>AddOffer18Otp</c> returned; one call serves every campaign.</param>
    /// <param name="configuration">The site's configuration. Without the connection string the site's own connection is shared.</param>
    public static Offer18OtpBuilder AddRedisStores(this Offer18OtpBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.AddRedisStores(options =>
        {
            options.Configuration = configuration.GetConnectionString("Redis");
            configuration.GetSection(SectionName).Bind(options);
        });
    }

    /// <summary>Shares the site's own connection: that of its Redis cache, or its <c>IConnectionMultiplexer</c>.</summary>
    /// <param name="builder">What <c>AddOffer18Otp</c> returned; one call serves every campaign.</param>
    public static Offer18OtpBuilder AddRedisStores(this Offer18OtpBuilder builder) => builder.AddRedisStores(_ => { });

    /// <summary>Keeps challenges, limits and proofs in Redis.</summary>
    /// <param name="builder">What <c>AddOffer18Otp</c> returned; one call serves every campaign.</param>
    /// <param name="configure">Sets the options. Missing or impossible values stop the host at start.</param>
    public static Offer18OtpBuilder AddRedisStores(this Offer18OtpBuilder builder, Action<RedisStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;
        services.AddOptions<RedisStoreOptions>().Configure(configure).ValidateOnStart();
        services.TryAddSingleton<RedisConnection>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisStoreOptions>, RedisStoreOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<RedisCacheOptions>, RedisConnection>(
            provider => provider.GetRequiredService<RedisConnection>()));

        // By hand: a site's TimeProvider must not take the place of Redis' own clock.
        services.TryAddSingleton(provider => new RedisOtpStore(
            provider.GetRequiredService<RedisConnection>(),
            provider.GetRequiredService<IDataProtectionProvider>(),
            provider.GetRequiredService<IOptions<RedisStoreOptions>>()));
        return builder
            .AddRequestStore(provider => provider.GetRequiredService<RedisOtpStore>())
            .AddVerifiedStore(provider => provider.GetRequiredService<RedisOtpStore>());
    }
}
