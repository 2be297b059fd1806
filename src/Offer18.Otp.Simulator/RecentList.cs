namespace Offer18.Otp.Simulator;

/// <summary>Keeps a limited number of the newest items, so that a long-running host does not grow. Thread-safe.</summary>
internal sealed class RecentList<T>(int capacity)
{
    private readonly Queue<T> _items = new();
    private readonly Lock _lock = new();

    public void Add(T item)
    {
        lock (_lock)
        {
            if (_items.Count == capacity)
            {
                _items.Dequeue();
            }

            _items.Enqueue(item);
        }
    }

    public IReadOnlyList<T> Snapshot()
    {
        lock (_lock)
        {
            return [.. _items];
        }
    }
}
