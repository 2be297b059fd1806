namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Keeps counters in this process. When the process ends, they are forgotten.</summary>
internal sealed class MemoryOtpCounterStore(MemoryRoom room, TimeProvider timeProvider) : IOtpCounterStore
{
    private readonly MemoryTable<OtpCounterKey, MemoryCounter> _counters = new(() => room.MaxEntries);

    /// <summary>How many counters are kept.</summary>
    internal int Count => _counters.Count;

    private DateTime Now => timeProvider.GetUtcNow().UtcDateTime;

    public ValueTask<IReadOnlyList<OtpCount>> TakeAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counters);
        var counts = new OtpCount[counters.Count];
        for (var n = 0; n < counts.Length; n++)
        {
            counts[n] = Take(counters[n]);
        }

        return new(counts);
    }

    public ValueTask GiveBackAsync(IReadOnlyList<OtpCounterReturn> returns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(returns);
        foreach (var given in returns)
        {
            GiveBack(given);
        }

        return default;
    }

    public ValueTask<IReadOnlyList<OtpCount?>> FindAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counters);
        var counts = new OtpCount?[counters.Count];
        for (var n = 0; n < counts.Length; n++)
        {
            counts[n] = Find(counters[n]);
        }

        return new(counts);
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

    private OtpCount Take(OtpCounter counter)
    {
        lock (_counters.LockOf(counter.Key))
        {
            var now = Now;
            var found = _counters.Find(counter.Key, now) ?? new(counter.Key);
            var count = found.Take(counter, now);
            Keep(found, now);
            return count;
        }
    }

    private OtpCount? Find(OtpCounter counter)
    {
        lock (_counters.LockOf(counter.Key))
        {
            var now = Now;
            if (_counters.Find(counter.Key, now) is not { } found)
            {
                return null;
            }

            var count = found.Look(counter, now);
            Keep(found, now);
            return count;
        }
    }

    private void GiveBack(OtpCounterReturn given)
    {
        lock (_counters.LockOf(given.Key))
        {
            var now = Now;
            if ((_counters.Find(given.Key, now) ?? (given.HasSucceeded ? new(given.Key) : null)) is { } found)
            {
                found.GiveBack(given, now);
                Keep(found, now);
            }
        }
    }

    private void Keep(MemoryCounter counter, DateTime now)
    {
        if (counter.IsEmpty)
        {
            _counters.Remove(counter.Key);
        }
        else if (!_counters.TryKeep(counter, counter.EndsAt, now))
        {
            throw room.Full();
        }
    }
}
