namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Keeps counters in this process. When the process ends, they are forgotten.</summary>
internal sealed class MemoryOtpCounterStore(MemoryRoom room, TimeProvider timeProvider) : IOtpCounterStore
{
    private readonly MemoryTable<OtpCounterKey, MemoryCounter> _counters = new(() => room.MaxEntries);

    /// <summary>How many counters are kept.</summary>
    internal int Count => _counters.Count;

    public ValueTask<IReadOnlyList<OtpCount>> TakeAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counters);
        return new([.. counters.Select(counter => Use(counter.Key, mayMake: true, (found, now) => found!.Take(counter, now)))]);
    }

    public ValueTask GiveBackAsync(IReadOnlyList<OtpCounterReturn> returns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(returns);
        foreach (var given in returns)
        {
            Use(given.Key, given.HasSucceeded, (found, now) =>
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
        return new([.. counters.Select(counter => Use(counter.Key, mayMake: false, (found, now) => found?.Look(counter, now)))]);
    }

    public ValueTask RemoveAsync(IReadOnlyList<OtpCounterKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
        {
            lock (_counters.LockOf(key))
            {
                _counters.Remove(key);
            }
        }

        return default;
    }

    private T Use<T>(OtpCounterKey key, bool mayMake, Func<MemoryCounter?, DateTime, T> use)
    {
        lock (_counters.LockOf(key))
        {
            var now = timeProvider.GetUtcNow().UtcDateTime;
            var counter = _counters.Find(key, now) ?? (mayMake ? new MemoryCounter(key) : null);
            var answer = use(counter, now);
            if (counter is { IsEmpty: true })
            {
                _counters.Remove(key);
            }
            else if (counter is not null && !_counters.TryKeep(counter, counter.EndsAt, now))
            {
                throw room.Full();
            }

            return answer;
        }
    }
}
