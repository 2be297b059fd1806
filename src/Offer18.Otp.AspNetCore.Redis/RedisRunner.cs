using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// Runs the stores' scripts. All keys of a script begin with one bucket, which is their hash tag: so a cluster keeps them in one slot.
/// </summary>
internal sealed class RedisRunner(RedisConnection connection, IOptions<RedisStoreOptions> options, TimeProvider? clock)
{
    public const int Buckets = 256;

    public static byte BucketOf(string value) => SHA256.HashData(Encoding.ASCII.GetBytes(value))[0];

    public string BucketKey(string campaign, byte bucket) => $"{options.Value.InstanceName}offer18-otp:{campaign}:{{{bucket:x2}}}";

    public async Task<RedisAnswer?> RunAsync(string script, RedisKey[] keys, RedisArguments arguments, CancellationToken cancellationToken)
    {
        if (clock is not null)
        {
            arguments.Add("now", clock.GetUtcNow());
        }

        return RedisAnswer.Read(await CallAsync(
            database => database.ScriptEvaluateAsync(script, keys, [.. arguments], CommandFlags.DemandMaster), cancellationToken));
    }

    public Task<T> CallAsync<T>(Func<IDatabase, Task<T>> call, CancellationToken cancellationToken) =>
        connection.CallAsync(call, options.Value.Timeout, cancellationToken);
}
