using System.Diagnostics.CodeAnalysis;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// A part of a <see cref="MemoryTable{TKey, TEntry}"/>: entries by key, and the one that is over first. Only the holder of <see cref="Lock"/> may use it.
/// It is a hash set and a binary heap whose entries know their places, because that takes a fifth of the memory of a dictionary and a sorted set.
/// </summary>
internal sealed class MemoryPart<TKey, TEntry>
    where TKey : notnull
    where TEntry : MemoryEntry<TKey>
{
    private readonly HashSet<TEntry> _entries;
    private readonly HashSet<TEntry>.AlternateLookup<TKey> _byKey;
    private readonly List<TEntry> _heap = [];

    public MemoryPart()
    {
        _entries = new(new ByKey());
        _byKey = _entries.GetAlternateLookup<TKey>();
    }

    public Lock Lock { get; } = new();

    /// <summary>The entry that is over first; null if there is none.</summary>
    public TEntry? First => _heap.Count > 0 ? _heap[0] : null;

    public bool TryFind(TKey key, [NotNullWhen(true)] out TEntry? entry) => _byKey.TryGetValue(key, out entry);

    /// <summary>Adds an entry whose key is not there.</summary>
    public void Add(TEntry entry, DateTime keepUntil)
    {
        // Both would double. An eighth of the entries is as much as has to stay empty.
        var room = _entries.Count + (_entries.Count / 8) + 1;
        if (_entries.Count == _entries.Capacity)
        {
            _entries.EnsureCapacity(room);
        }

        if (_heap.Count == _heap.Capacity)
        {
            _heap.Capacity = room;
        }

        entry.KeepUntil = keepUntil;
        _entries.Add(entry);
        _heap.Add(entry);
        Rise(entry, _heap.Count - 1);
    }

    public void Move(TEntry entry, DateTime keepUntil)
    {
        entry.KeepUntil = keepUntil;
        Rise(entry, entry.Place);
        Sink(entry, entry.Place);
    }

    public void Remove(TEntry entry)
    {
        _entries.Remove(entry);
        var place = entry.Place;
        entry.Place = -1;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last != entry)
        {
            Rise(last, place);
            Sink(last, last.Place);
        }
    }

    private void Rise(TEntry entry, int place)
    {
        while (place > 0 && _heap[(place - 1) / 2] is var parent && entry.KeepUntil < parent.KeepUntil)
        {
            Put(parent, place);
            place = (place - 1) / 2;
        }

        Put(entry, place);
    }

    private void Sink(TEntry entry, int place)
    {
        while (place * 2 + 1 is var child && child < _heap.Count)
        {
            child += child + 1 < _heap.Count && _heap[child + 1].KeepUntil < _heap[child].KeepUntil ? 1 : 0;
            if (_heap[child].KeepUntil >= entry.KeepUntil)
            {
                break;
            }

            Put(_heap[child], place);
            place = child;
        }

        Put(entry, place);
    }

    private void Put(TEntry entry, int place) => (_heap[place], entry.Place) = (entry, place);

    private sealed class ByKey : IEqualityComparer<TEntry>, IAlternateEqualityComparer<TKey, TEntry>
    {
        public bool Equals(TEntry? x, TEntry? y) => EqualityComparer<TKey>.Default.Equals(x!.Key, y!.Key);

        public int GetHashCode(TEntry entry) => entry.Key.GetHashCode();

        public bool Equals(TKey alternate, TEntry other) => EqualityComparer<TKey>.Default.Equals(alternate, other.Key);

        public int GetHashCode(TKey alternate) => alternate.GetHashCode();

        // Only for a set to which a key alone is added.
        public TEntry Create(TKey alternate) => throw new NotSupportedException();
    }
}
