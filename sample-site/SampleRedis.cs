using Microsoft.AspNetCore.DataProtection;
using Offer18.Otp.AspNetCore;
using StackExchange.Redis;

namespace SampleSite;

/// <summary>With <c>ConnectionStrings:Redis</c> the sample runs on any number of nodes: they share stores and data-protection keys.</summary>
internal static class SampleRedis
{
    public static void AddRedisWhereConfigured(this Offer18OtpBuilder otp, IConfiguration configuration)
    {
        if (configuration.GetConnectionString("Redis") is not { Length: > 0 } redis)
        {
            return;
        }

        var options = ConfigurationOptions.Parse(redis);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry(maxRetryElapsedTimeAllowedMilliseconds: 1000);
        options.ConfigCheckSeconds = 5;
        options.ConnectTimeout = options.AsyncTimeout = options.SyncTimeout = 2000;
        var connection = ConnectionMultiplexer.Connect(options);
        otp.Services.AddSingleton<IConnectionMultiplexer>(connection);
        otp.Services.AddDataProtection().SetApplicationName(nameof(SampleSite)).PersistKeysToStackExchangeRedis(connection, "sample-site:data-protection-keys");
        otp.AddRedisStores();
    }
}
