using System.Threading.Channels;

namespace Offer18.Otp.Simulator.Inbox;

/// <summary>The newest messages, and the listeners that wait for the next one.</summary>
internal sealed class SmsBox
{
    public const int Capacity = 100;

    private readonly List<SimulatedSms> _messages = [];
    private readonly HashSet<ChannelWriter<SimulatedSms?>> _listeners = [];
    private readonly Lock _lock = new();

    public IReadOnlyList<SimulatedSms> Snapshot()
    {
        lock (_lock)
        {
            return [.. _messages];
        }
    }

    public void Deliver(SimulatedSms sms)
    {
        lock (_lock)
        {
            if (_messages.Count == Capacity)
            {
                _messages.RemoveAt(0);
            }

            _messages.Add(sms);

            foreach (var listener in _listeners)
            {
                listener.TryWrite(sms);
            }
        }
    }

    /// <summary>Removes all messages. A listener gets null for that.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _messages.Clear();

            foreach (var listener in _listeners)
            {
                listener.TryWrite(null);
            }
        }
    }

    /// <summary>Listens from the message after the last seen one. If that one is unknown, listens from the oldest message kept.</summary>
    public SmsSubscription Subscribe(string? lastSeenId)
    {
        var channel = Channel.CreateBounded<SimulatedSms?>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });

        lock (_lock)
        {
            foreach (var sms in _messages.Skip(_messages.FindIndex(sms => sms.Id == lastSeenId) + 1))
            {
                channel.Writer.TryWrite(sms);
            }

            _listeners.Add(channel.Writer);
        }

        return new SmsSubscription(channel, () =>
        {
            lock (_lock)
            {
                _listeners.Remove(channel.Writer);
            }
        });
    }
}
