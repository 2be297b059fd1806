namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Knows which entries of a store in memory may be over. Each operation looks at a few of them, so that no operation ever waits for a walk over
/// all. Only the holder of the store's lock may use it.
/// </summary>
internal sealed class ExpiryQueue<TKey>
{
    // More than one operation adds, so that what is over goes faster than what is new comes.
    private const int Looks = 4;

    private readonly PriorityQueue<TKey, long> _keys = new();

    /// <summary>To be called once for each new entry.</summary>
    public void Add(TKey key, DateTimeOffset keepUntil) => _keys.Enqueue(key, keepUntil.UtcTicks);

    /// <summary>Removes a few entries that are over.</summary>
    /// <param name="now">The time.</param>
    /// <param name="keepUntil">Until when an entry is kept by now; null if it is gone.</param>
    /// <param name="remove">Removes an entry.</param>
    public void RemoveOver(DateTimeOffset now, Func<TKey, DateTimeOffset?> keepUntil, Action<TKey> remove)
    {
        for (var n = 0; n < Looks && _keys.TryPeek(out var key, out var due) && due <= now.UtcTicks; n++)
        {
            _keys.Dequeue();
            if (keepUntil(key) is { } until && until > now)
            {
                Add(key, until);
            }
            else
            {
                remove(key);
            }
        }
    }
}
