using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// Stops the host at start, with a message that names the setting. The message shows no connection string, because it can contain a
/// password.
/// </summary>
internal sealed class RedisStoreOptionsValidator(RedisConnection connection) : IValidateOptions<RedisStoreOptions>
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);

    // A lease lasts 10 s longer than Offer18OtpOptions.Timeout. The start of a check and its end may each take this time, and twice 4 s still
    // fits into these 10 s.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(4);

    public ValidateOptionsResult Validate(string? name, RedisStoreOptions options)
    {
        var failures = new List<string>();
        if (options.Timeout < ShortestTimeout || options.Timeout > LongestTimeout)
        {
            failures.Add("RedisStoreOptions.Timeout must be 100 ms to 4 s.");
        }

        if (options.InstanceName.AsSpan().ContainsAny('{', '}'))
        {
            failures.Add("RedisStoreOptions.InstanceName must not contain braces: in a cluster, braces decide which keys are kept together.");
        }

        if (!connection.IsConfigured(options))
        {
            failures.Add(
                "The Redis stores have no Redis: set ConnectionStrings:Redis or RedisStoreOptions.Configuration, or register the site's IConnectionMultiplexer or AddStackExchangeRedisCache.");
        }

        if (!IsConnectionString(options.Configuration))
        {
            failures.Add("ConnectionStrings:Redis or RedisStoreOptions.Configuration is no connection string of StackExchange.Redis.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    // The parser's own exceptions show parts of the text.
    private static bool IsConnectionString(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) || ConfigurationOptions.Parse(text) is not null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return false;
        }
    }
}
