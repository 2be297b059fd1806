using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Offer18.Otp.AspNetCore;
using StackExchange.Redis;

namespace SampleSite;

/// <summary>
/// With <c>ConnectionStrings:Redis</c> the sample runs on any number of nodes, which share stores and data-protection keys.
/// <c>DataProtectionCertificate</c> is a PEM file with an RSA certificate and its key. With it, somebody who reads Redis cannot use those
/// keys.
/// </summary>
internal static class SampleRedis
{
    public static bool HasRedis(this IConfiguration configuration) => configuration.GetConnectionString("Redis") is { Length: > 0 };

    public static void AddRedisWhereConfigured(this Offer18OtpBuilder otp, IConfiguration configuration)
    {
        if (!configuration.HasRedis())
        {
            return;
        }

        var options = Parse(configuration.GetConnectionString("Redis")!);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry(maxRetryElapsedTimeAllowedMilliseconds: 1000);
        options.ConfigCheckSeconds = 5;
        options.ConnectTimeout = options.AsyncTimeout = options.SyncTimeout = 2000;
        // Connects on first use, and tries again after a failure: if the sentinels know no living master, that is an error.
        var keys = new Lazy<IConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(options), LazyThreadSafetyMode.PublicationOnly);
        var protection = otp.Services.AddDataProtection()
            .SetApplicationName(nameof(SampleSite))
            .PersistKeysToStackExchangeRedis(() => keys.Value.GetDatabase(), "sample-site:data-protection-keys");
        if (configuration["DataProtectionCertificate"] is { Length: > 0 } certificate)
        {
            protection.ProtectKeysWithCertificate(X509Certificate2.CreateFromPemFile(certificate));
        }

        otp.AddRedisStores(configuration);
    }

    // The exception of StackExchange.Redis contains what it could not read, and that may be a password.
    private static ConfigurationOptions Parse(string redis)
    {
        try
        {
            return ConfigurationOptions.Parse(redis);
        }
        catch (ArgumentException)
        {
            throw new InvalidOperationException("ConnectionStrings:Redis is not a connection string that StackExchange.Redis can read.");
        }
    }
}
