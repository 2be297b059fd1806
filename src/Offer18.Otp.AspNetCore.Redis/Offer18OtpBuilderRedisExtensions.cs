using System.Globalization;
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
    /// <summary>
    /// The section with the settings of <see cref="RedisStoreOptions"/>, in addition to <c>ConnectionStrings:Redis</c>:
    /// <c>Offer18OtpRedis</c>.
    /// </summary>
    public const string SectionName = "Offer18OtpRedis";

    /// <summary>Keeps challenges, limits and proofs in the Redis of <c>ConnectionStrings:Redis</c>. The section <see cref="SectionName"/> has the other settings. A later call for a store wins.</summary>
    /// <param name="builder">What <c>AddOffer18Otp</c> returned. One call serves all campaigns.</param>
    /// <param name="configuration">The site's configuration. Without the connection string, the stores share the site's own connection.</param>
    public static Offer18OtpBuilder AddRedisStores(this Offer18OtpBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.AddRedisStores(options =>
        {
            // One by one, because a section can hold no function and no server's address as an object.
            var section = configuration.GetSection(SectionName);
            options.Configuration = section[nameof(options.Configuration)] ?? configuration.GetConnectionString("Redis");
            options.InstanceName = section[nameof(options.InstanceName)] ?? options.InstanceName;
            if (section[nameof(options.Timeout)] is { Length: > 0 } timeout)
            {
                // What is no time is not possible either, and the validator says so. The binder's exception would show the value.
                options.Timeout = TimeSpan.TryParse(timeout, CultureInfo.InvariantCulture, out var time) ? time : TimeSpan.Zero;
            }
        });
    }

    /// <summary>
    /// Keeps challenges, limits and proofs in the site's own Redis. It shares the connection of the site's Redis cache, or the site's
    /// <c>IConnectionMultiplexer</c>.
    /// </summary>
    /// <param name="builder">What <c>AddOffer18Otp</c> returned. One call serves all campaigns.</param>
    public static Offer18OtpBuilder AddRedisStores(this Offer18OtpBuilder builder) => builder.AddRedisStores(_ => { });

    /// <summary>Keeps challenges, limits and proofs in Redis.</summary>
    /// <param name="builder">What <c>AddOffer18Otp</c> returned. One call serves all campaigns.</param>
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

        // The stores are made here, because dependency injection would pass the site's TimeProvider. The stores use Redis' own clock.
        services.TryAddSingleton(provider => new RedisOtpStore(
            provider.GetRequiredService<RedisConnection>(),
            provider.GetRequiredService<IDataProtectionProvider>(),
            provider.GetRequiredService<IOptions<RedisStoreOptions>>()));
        return builder
            .AddRequestStore(provider => provider.GetRequiredService<RedisOtpStore>())
            .AddVerifiedStore(provider => provider.GetRequiredService<RedisOtpStore>())
            .AddCounterStore(provider => new RedisOtpCounterStore(
                provider.GetRequiredService<RedisConnection>(),
                provider.GetRequiredService<IOptions<RedisStoreOptions>>()));
    }
}
