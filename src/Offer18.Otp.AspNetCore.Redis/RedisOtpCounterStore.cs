using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Stores;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// Counters in Redis. Each is one key, and each operation on it one script that uses Redis' own clock. The scripts of all counters of an
/// operation are sent before the first has answered, so they cost one round trip, in a cluster too, where they may lie on different masters.
/// </summary>
internal sealed class RedisOtpCounterStore(RedisConnection connection, IOptions<RedisStoreOptions> options, TimeProvider? clock = null) : IOtpCounterStore
{
    private readonly RedisRunner _redis = new(connection, options, clock);

    public async ValueTask<IReadOnlyList<OtpCount>> TakeAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counters);
        var taking = counters.Select(counter => TakeAsync(counter, cancellationToken)).ToArray();
        try
        {
            return await Task.WhenAll(taking);
        }
        // In a cluster, one master of several may be gone.
        catch (Exception)
        {
            var taken = counters.Zip(taking).Where(one => one.Second is { IsCompletedSuccessfully: true, Result.IsGranted: true });
            await TryGiveBackAsync([.. taken.Select(one => new OtpCounterReturn(one.First.Key, one.First.Window) { At = one.Second.Result.At, KeepFor = one.First.KeepFor })]);
            throw;
        }
    }

    public async ValueTask GiveBackAsync(IReadOnlyList<OtpCounterReturn> returns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(returns);
        await Task.WhenAll(returns.Select(given => _redis.RunAsync(
            RedisScript.GiveBackCounter,
            [Key(given.Key)],
            new()
            {
                { "window", given.Window },
                { "half_life", OtpCounter.HalfLife },
                { "at", given.At?.ToUnixTimeMilliseconds() },
                { "number", given.Number },
                { "make", given.HasSucceeded ? true : RedisValue.Null },
                { "keep_for", given.KeepFor },
            },
            cancellationToken)));
    }

    public async ValueTask<IReadOnlyList<OtpCount?>> FindAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counters);
        return await Task.WhenAll(counters.Select(async counter =>
            await _redis.RunAsync(RedisScript.FindCounter, [Key(counter.Key)], Arguments(counter), cancellationToken) is { } found ? Count(found) : null));
    }

    public async ValueTask RemoveAsync(IReadOnlyList<OtpCounterKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        await Task.WhenAll(keys.Select(key => _redis.CallAsync(database => database.KeyDeleteAsync(Key(key)), cancellationToken)));
    }

    private async Task<OtpCount> TakeAsync(OtpCounter counter, CancellationToken cancellationToken) => Count(
        (await _redis.RunAsync(
            RedisScript.TakeCounter,
            [Key(counter.Key)],
            new() { Arguments(counter), { "make", true }, { "slot_width", counter.SlotWidth }, { "keep_for", counter.KeepFor } },
            cancellationToken))!);

    private async Task TryGiveBackAsync(OtpCounterReturn[] returns)
    {
        try
        {
            await GiveBackAsync(returns, CancellationToken.None);
        }
        // The failure that led here is the one to tell.
        catch (Exception)
        {
        }
    }

    internal RedisKey Key(OtpCounterKey key) => $"{_redis.BucketKey(key.Campaign, RedisRunner.BucketOf(key.Id))}:l:{key.Id}";

    private static RedisArguments Arguments(OtpCounter counter) => new()
    {
        { "window", counter.Window },
        { "half_life", OtpCounter.HalfLife },
        { "limit", counter.Limit },
        { "limit_of_unknown", counter.LimitOfUnknown },
        { "known_from", counter.KnownFrom },
        { "limit_per_success", counter.LimitPerSuccess },
        { "quiet", counter.Quiet is { } quiet ? (long)quiet.TotalMilliseconds : RedisValue.Null },
        { "quiet_times", OtpCounter.QuietTimes },
    };

    private static OtpCount Count(RedisAnswer answer) => new(answer.Flag("is_granted"))
    {
        At = answer.Time("at")!.Value,
        Count = answer.Number("count"),
        Taken = answer.Real("taken"),
        Successes = answer.Real("successes"),
        RetryAfter = answer.Duration("retry_after"),
        HasTurned = answer.Flag("has_turned"),
    };
}
