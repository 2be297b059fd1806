using System.Threading.Channels;

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>The orders of one receiver, in memory. A slow receiver holds up its own lane only.</summary>
internal sealed class PostbackLane
{
    /// <summary>How many orders of a receiver are kept, those that wait for their next try among them.</summary>
    public const int Capacity = 10_000;

    private const int AtOnce = 16;

    private readonly Channel<PostbackOrder> _orders = Channel.CreateUnbounded<PostbackOrder>();
    private readonly Func<PostbackOrder, Task> _send;
    private int _count;

    public PostbackLane(Func<PostbackOrder, Task> send)
    {
        _send = send;
        Workers = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(WorkAsync)));
    }

    /// <summary>Ends after <see cref="Complete"/>, when everything that was taken in was tried.</summary>
    public Task Workers { get; }

    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether the receiver has refused the last order.</summary>
    public bool IsFailing { get; set; }

    /// <summary>Takes an order in, unless there is no room.</summary>
    public bool TryAdd(PostbackOrder order)
    {
        if (Interlocked.Increment(ref _count) > Capacity || !_orders.Writer.TryWrite(order))
        {
            Release();
            return false;
        }

        return true;
    }

    /// <summary>Takes an order in again that has not left.</summary>
    public bool TryAgain(PostbackOrder order) => _orders.Writer.TryWrite(order);

    /// <summary>An order has left.</summary>
    public void Release() => Interlocked.Decrement(ref _count);

    public void Complete() => _orders.Writer.TryComplete();

    private async Task WorkAsync()
    {
        await foreach (var order in _orders.Reader.ReadAllAsync())
        {
            await _send(order);
        }
    }
}
