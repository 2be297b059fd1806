using Microsoft.Extensions.Options;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>Stops the host at start, with a message that names the setting. A connection string holds a password: none is shown.</summary>
internal sealed class RedisStoreOptionsValidator(RedisConnection connection) : IValidateOptions<RedisStoreOptions>
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(30);

    public ValidateOptionsResult Validate(string? name, RedisStoreOptions options)
    {
        var failures = new List<string>();
        if (options.Timeout < ShortestTimeout || options.Timeout > LongestTimeout)
        {
            failures.Add($"RedisStoreOptions.Timeout must be 100 ms to 30 s; it is {options.Timeout}.");
        }

        if (options.InstanceName.AsSpan().ContainsAny('{', '}'))
        {
            failures.Add("RedisStoreOptions.InstanceName must have no braces: in a cluster they say what lies together.");
        }

        if (!connection.IsConfigured(options))
        {
            failures.Add(
                "The Redis stores have no Redis: set ConnectionStrings:Redis or RedisStoreOptions.Configuration, or register the site's IConnectionMultiplexer or AddStackExchangeRedisCache.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
