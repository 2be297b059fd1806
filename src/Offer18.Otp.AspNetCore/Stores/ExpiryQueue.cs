namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Knows which entries of a store in memory may be over. Each operation looks at a few of them, so that no operation ever waits for a walk over
/// all. Only the holder of the store's lock may use it.
/// </summary>
internal sealed class ExpiryQueue<TKey>
    where TKey : notnull
{
    // More than one operation adds, so that what is over goes faster than what is new comes.
    private const int Looks = 4;

    private readonly SortedSet<Place> _order = [];
    private readonly Dictionary<TKey, Place> _places = [];
    private long _number;

    /// <summary>To be called once for each new entry.</summary>
    public void Add(TKey key, DateTimeOffset keepUntil)
    {
        var place = new Place(keepUntil.UtcTicks, _number++, key);
        _order.Add(place);
        _places.Add(key, place);
    }

    /// <summary>To be called for an entry that is removed before it is over.</summary>
    public void Remove(TKey key)
    {
        if (_places.Remove(key, out var place))
        {
            _order.Remove(place);
        }
    }

    /// <summary>Removes a few entries that are over.</summary>
    /// <param name="now">The time.</param>
    /// <param name="keepUntil">Until when an entry is kept by now; null if it is gone.</param>
    /// <param name="remove">Removes an entry.</param>
    public void RemoveOver(DateTimeOffset now, Func<TKey, DateTimeOffset?> keepUntil, Action<TKey> remove)
    {
        for (var n = 0; n < Looks && _order.Min is { } first && first.Due <= now.UtcTicks; n++)
        {
            Remove(first.Key);
            if (keepUntil(first.Key) is { } until && until > now)
            {
                Add(first.Key, until);
            }
            else
            {
                remove(first.Key);
            }
        }
    }

    private sealed record Place(long Due, long Number, TKey Key) : IComparable<Place>
    {
        public int CompareTo(Place? other) => (Due, Number).CompareTo((other!.Due, other.Number));
    }
}
