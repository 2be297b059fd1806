namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Entries of one kind, each kept for its time, and no more than a number of them. Many parts have a lock each, held for a look-up. Each operation removes a few
/// entries that are over, so none waits for a walk over all.
/// </summary>
/// <param name="maxCount">How many entries there may be at most.</param>
/// <param name="mayDrop">Whether the entries that are over first go before their time, if it is full.</param>
internal sealed class MemoryTable<TKey, TEntry>(Func<int> maxCount, bool mayDrop = false)
    where TKey : notnull
    where TEntry : MemoryEntry<TKey>
{
    private const int Parts = 64;

    // More than one operation adds, so that what is over goes faster than what is new comes.
    private const int Looks = 4;

    private readonly Lock[] _locks = [.. Enumerable.Range(0, Parts).Select(_ => new Lock())];
    private readonly MemoryPart<TKey, TEntry>[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new MemoryPart<TKey, TEntry>())];
    private int _count;

    /// <summary>How many entries are kept.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The lock to hold during an operation on an entry, so that the operation is atomic. The table does not take it itself.</summary>
    public Lock LockOf(TKey key) => _locks[PlaceOf(key)];

    /// <summary>The entry; null if there is none, or if it is over.</summary>
    public TEntry? Find(TKey key, DateTime now)
    {
        var part = _parts[PlaceOf(key)];
        lock (part.Lock)
        {
            RemoveOver(part, now);
            return part.TryFind(key, out var entry) && entry.KeepUntil > now ? entry : null;
        }
    }

    /// <summary>Keeps an entry, new or not, until a time. It takes the place of another one with its key.</summary>
    /// <returns>False if it is new, the table is full, and nothing may go.</returns>
    public bool TryKeep(TEntry entry, DateTime keepUntil, DateTime now)
    {
        var part = _parts[PlaceOf(entry.Key)];
        lock (part.Lock)
        {
            if (TryReplace(part, entry, keepUntil))
            {
                return true;
            }
        }

        if (Interlocked.Increment(ref _count) > maxCount() && !TryMakeRoom(now))
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        lock (part.Lock)
        {
            RemoveOver(part, now);
            part.Add(entry, keepUntil);
        }

        return true;
    }

    /// <summary>Forgets an entry, if it is there.</summary>
    public void Remove(TKey key)
    {
        var part = _parts[PlaceOf(key)];
        lock (part.Lock)
        {
            if (part.TryFind(key, out var entry))
            {
                Remove(part, entry);
            }
        }
    }

    private static int PlaceOf(TKey key) => (int)((uint)key.GetHashCode() % Parts);

    private static bool TryReplace(MemoryPart<TKey, TEntry> part, TEntry entry, DateTime keepUntil)
    {
        if (!part.TryFind(entry.Key, out var present))
        {
            return false;
        }

        if (present == entry)
        {
            part.Move(entry, keepUntil);
        }
        else
        {
            part.Remove(present);
            part.Add(entry, keepUntil);
        }

        return true;
    }

    // What is over may be in any part. One lock at a time.
    private bool TryMakeRoom(DateTime now)
    {
        for (var n = 0; n < Looks; n++)
        {
            MemoryPart<TKey, TEntry>? firstPart = null;
            var first = DateTime.MaxValue;
            foreach (var part in _parts)
            {
                lock (part.Lock)
                {
                    RemoveOver(part, now);
                    if (part.First?.KeepUntil < first)
                    {
                        (firstPart, first) = (part, part.First.KeepUntil);
                    }
                }

                if (Count <= maxCount())
                {
                    return true;
                }
            }

            if (!mayDrop || firstPart is null)
            {
                return false;
            }

            lock (firstPart.Lock)
            {
                if (firstPart.First is { } entry)
                {
                    Remove(firstPart, entry);
                }
            }
        }

        return true;
    }

    private void RemoveOver(MemoryPart<TKey, TEntry> part, DateTime now)
    {
        for (var n = 0; n < Looks && part.First is { } first && first.KeepUntil <= now; n++)
        {
            Remove(part, first);
        }
    }

    private void Remove(MemoryPart<TKey, TEntry> part, TEntry entry)
    {
        part.Remove(entry);
        Interlocked.Decrement(ref _count);
    }
}
