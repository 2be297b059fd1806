namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A counter in memory. Only the holder of the store's lock may use it.</summary>
internal sealed class MemoryCounter
{
    private readonly List<(DateTimeOffset At, int Number)> _events = [];
    private DateTimeOffset _triedAt;
    private DateTimeOffset _halvedAt;
    private double _taken;
    private double _successes;
    private bool _isFull;

    public DateTimeOffset KeepUntil { get; private set; }

    public OtpCount Take(OtpCounter counter, DateTimeOffset now)
    {
        Leave(counter.Window, now);
        var count = Look(counter, now);
        var hasTurned = count.IsGranted == _isFull;
        _isFull = !count.IsGranted;
        if (count.IsGranted)
        {
            Add(counter.SlotWidth, now);
            _taken++;
        }

        if (Sum() >= counter.LimitWith(_successes))
        {
            _triedAt = now;
        }

        Keep(counter.KeepFor, now);
        return count with { Count = Sum(), Taken = _taken, HasTurned = hasTurned };
    }

    /// <summary>What a take would answer.</summary>
    public OtpCount Look(OtpCounter counter, DateTimeOffset now)
    {
        Leave(counter.Window, now);
        Halve(now);
        var count = Sum();
        var room = counter.LimitWith(_successes) is { } limit ? limit - count : int.MaxValue;
        var wait = room > 0 ? TimeSpan.Zero : WaitFor(1 - room, counter.Window, now);
        if (room <= 0 && counter.Quiet is { } quiet && _triedAt + quiet - now is var silence && silence < wait)
        {
            wait = silence;
        }

        return new(wait <= TimeSpan.Zero)
        {
            At = now,
            Count = count,
            Taken = _taken,
            Successes = _successes,
            RetryAfter = wait > TimeSpan.Zero ? wait : null,
        };
    }

    public void GiveBack(OtpCounterReturn given, DateTimeOffset now)
    {
        Leave(given.Window, now);
        Halve(now);
        var isGone = given.At + given.Window <= now;
        var own = given.At is { } at && !isGone ? _events.FindIndex(slot => slot.At >= at) : 0;
        for (var n = isGone ? 1 : 0; n < given.Number && _events.Count > 0; n++)
        {
            var index = n == 0 && own > 0 ? own : 0;
            _events[index] = _events[index] with { Number = _events[index].Number - 1 };
            if (_events[index].Number == 0)
            {
                _events.RemoveAt(index);
            }
        }

        if (given.HasSucceeded)
        {
            _successes++;
        }
        else
        {
            _taken = Math.Max(0, _taken - 1);
        }

        Keep(given.KeepFor, now);
    }

    private int Sum() => _events.Sum(slot => slot.Number);

    private void Leave(TimeSpan window, DateTimeOffset now) => _events.RemoveAll(slot => slot.At + window <= now);

    // The last event of a slot gives it its time, so that nothing leaves the window too early.
    private void Add(TimeSpan slotWidth, DateTimeOffset now)
    {
        if (_events.Count > 0 && _events[^1] is var last && slotWidth > TimeSpan.Zero && now.Ticks / slotWidth.Ticks == last.At.Ticks / slotWidth.Ticks)
        {
            _events[^1] = (now, last.Number + 1);
        }
        else
        {
            _events.Add((now, 1));
        }
    }

    private TimeSpan WaitFor(int number, TimeSpan window, DateTimeOffset now)
    {
        foreach (var slot in _events)
        {
            number -= slot.Number;
            if (number <= 0)
            {
                return slot.At + window - now;
            }
        }

        // A limit of zero takes nothing, whatever leaves.
        return window;
    }

    private void Halve(DateTimeOffset now)
    {
        var share = Math.Pow(0.5, Math.Max(0, (now - _halvedAt) / OtpCounter.HalfLife));
        (_taken, _successes, _halvedAt) = (_taken * share, _successes * share, now);
    }

    private void Keep(TimeSpan time, DateTimeOffset now) => KeepUntil = now + time > KeepUntil ? now + time : KeepUntil;
}
