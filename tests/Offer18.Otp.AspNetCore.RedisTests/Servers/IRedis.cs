using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

/// <summary>A Redis of one server or of many, as a site sees it.</summary>
internal interface IRedis : IAsyncDisposable
{
    /// <summary>What leads a site to it.</summary>
    ConfigurationOptions Options { get; }
}

internal static class RedisConnecting
{
    extension(IRedis redis)
    {
        /// <summary>What a site would write into <c>ConnectionStrings:Redis</c>.</summary>
        public string ConnectionString => redis.Options.ToString(includePassword: true);

        public async Task<ConnectionMultiplexer> ConnectAsync() => await ConnectionMultiplexer.ConnectAsync(redis.Options);
    }
}
