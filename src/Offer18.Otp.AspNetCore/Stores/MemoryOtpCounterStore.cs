namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Keeps counters in this process. When the process ends, they are forgotten.</summary>
internal sealed class MemoryOtpCounterStore(MemoryRoom room, TimeProvider timeProvider) : IOtpCounterStore
{
    private const int Shards = 64;

    private readonly Shard[] _shards = [.. Enumerable.Range(0, Shards).Select(_ => new Shard())];
    private int _count;

    /// <summary>How many counters are kept.</summary>
    internal int Count => Volatile.Read(ref _count);

    public ValueTask<IReadOnlyList<OtpCount>> TakeAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counters);
        return new([.. counters.Select(counter => Use(counter.Key, counter.KeepFor, (found, now) => found!.Take(counter, now)))]);
    }

    public ValueTask GiveBackAsync(IReadOnlyList<OtpCounterReturn> returns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(returns);
        foreach (var given in returns)
        {
            Use(given.Key, given.HasSucceeded ? given.KeepFor : null, (found, now) =>
            {
                found?.GiveBack(given, now);
                return true;
            });
        }

        return default;
    }

    public ValueTask<IReadOnlyList<OtpCount?>> FindAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counters);
        return new([.. counters.Select(counter => Use(counter.Key, null, (found, now) => found?.Look(counter, now)))]);
    }

    public ValueTask RemoveAsync(IReadOnlyList<OtpCounterKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
        {
            var shard = ShardOf(key);
            lock (shard.Lock)
            {
                Remove(shard, key);
            }
        }

        return default;
    }

    private Shard ShardOf(OtpCounterKey key) => _shards[(uint)key.GetHashCode() % Shards];

    // Without a time to keep it, a counter that does not exist is not made.
    private T Use<T>(OtpCounterKey key, TimeSpan? makeFor, Func<MemoryCounter?, DateTimeOffset, T> use)
    {
        if (makeFor is not null && Count >= room.MaxEntries)
        {
            MakeRoom();
        }

        var shard = ShardOf(key);
        lock (shard.Lock)
        {
            var now = timeProvider.GetUtcNow();
            RemoveOver(shard, now);
            var counter = shard.Counters.GetValueOrDefault(key);
            if (counter is not null && counter.KeepUntil <= now)
            {
                counter = makeFor is null ? null : shard.Counters[key] = new MemoryCounter();
            }
            else if (counter is null && makeFor is { } time)
            {
                room.Check(Count);
                counter = shard.Counters[key] = new MemoryCounter();
                shard.Expiry.Add(key, now + time);
                Interlocked.Increment(ref _count);
            }

            var answer = use(counter, now);
            if (counter is { IsEmpty: true })
            {
                Remove(shard, key);
            }

            return answer;
        }
    }

    // What is over may be in another shard. One lock at a time.
    private void MakeRoom()
    {
        var now = timeProvider.GetUtcNow();
        foreach (var shard in _shards)
        {
            lock (shard.Lock)
            {
                RemoveOver(shard, now);
            }

            if (Count < room.MaxEntries)
            {
                return;
            }
        }
    }

    private void RemoveOver(Shard shard, DateTimeOffset now) =>
        shard.Expiry.RemoveOver(now, of => shard.Counters.GetValueOrDefault(of)?.KeepUntil, of => Remove(shard, of));

    private void Remove(Shard shard, OtpCounterKey key)
    {
        shard.Expiry.Remove(key);
        if (shard.Counters.Remove(key))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    private sealed class Shard
    {
        public Lock Lock { get; } = new();

        public Dictionary<OtpCounterKey, MemoryCounter> Counters { get; } = [];

        public ExpiryQueue<OtpCounterKey> Expiry { get; } = new();
    }
}
