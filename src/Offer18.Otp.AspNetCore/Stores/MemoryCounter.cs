namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A counter in memory. Only the holder of its key's lock may use it.</summary>
internal sealed class MemoryCounter(OtpCounterKey key) : MemoryEntry<OtpCounterKey>(key)
{
    // Most counters count one or two.
    private readonly List<(DateTime At, int Number)> _events = new(1);
    private DateTime _triedAt;
    private DateTime _triedBefore;
    private DateTime _halvedAt;
    private double _taken;
    private double _successes;
    private bool _isFull;

    /// <summary>Until when it is of use.</summary>
    public DateTime EndsAt { get; private set; }

    /// <summary>Whether it is as if nothing had ever happened: all was given back. Otherwise, requests that were refused would fill the store.</summary>
    public bool IsEmpty => _events.Count == 0 && _taken == 0 && _successes == 0 && !_isFull;

    public OtpCount Take(OtpCounter counter, DateTime now)
    {
        Leave(counter.Window, now);
        Halve(now);
        var isGranted = WaitFor(counter, now) is null;
        var hasTurned = isGranted == _isFull;
        _isFull = !isGranted;
        if (isGranted)
        {
            Add(counter.SlotWidth, now);
            _taken++;
        }

        (_triedBefore, _triedAt) = (_triedAt, now);
        Keep(counter.KeepFor, now);
        // How long a refused one has to wait is asked only now: its own try has begun the quiet time anew.
        return Answer(isGranted, hasTurned, counter, now);
    }

    /// <summary>What a take would find.</summary>
    public OtpCount Look(OtpCounter counter, DateTime now)
    {
        Leave(counter.Window, now);
        Halve(now);
        return Answer(WaitFor(counter, now) is null, hasTurned: false, counter, now);
    }

    public void GiveBack(OtpCounterReturn given, DateTime now)
    {
        Leave(given.Window, now);
        Halve(now);
        var own = given.At is { } at ? _events.FindIndex(slot => slot.At >= at) : 0;
        var isGone = own < 0 || given.At + given.Window <= now;
        for (var n = isGone ? 1 : 0; n < given.Number && _events.Count > 0; n++)
        {
            var index = n == 0 ? own : 0;
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
            _taken = Math.Max(0, _taken - given.Number);
            // What did not happen has disturbed nobody.
            _triedAt = given.At?.UtcDateTime == _triedAt ? _triedBefore : _triedAt;
        }

        Keep(given.KeepFor, now);
    }

    private OtpCount Answer(bool isGranted, bool hasTurned, OtpCounter counter, DateTime now) => new(isGranted)
    {
        At = now,
        Count = Sum(),
        Taken = _taken,
        Successes = _successes,
        RetryAfter = isGranted ? null : WaitFor(counter, now),
        HasTurned = hasTurned,
    };

    private int Sum()
    {
        var sum = 0;
        foreach (var slot in _events)
        {
            sum += slot.Number;
        }

        return sum;
    }

    private void Leave(TimeSpan window, DateTime now)
    {
        for (var n = _events.Count - 1; n >= 0; n--)
        {
            if (_events[n].At + window <= now)
            {
                _events.RemoveAt(n);
            }
        }
    }

    // The last event of a slot gives it its time, so that nothing leaves the window too early.
    private void Add(TimeSpan slotWidth, DateTime now)
    {
        if (_events.Count > 0 && _events[^1] is var last && slotWidth > TimeSpan.Zero && now.Ticks / slotWidth.Ticks == last.At.Ticks / slotWidth.Ticks)
        {
            _events[^1] = (now > last.At ? now : last.At, last.Number + 1);
        }
        else
        {
            _events.Add((now, 1));
        }
    }

    // How long until one is taken; null if it is now.
    private TimeSpan? WaitFor(OtpCounter counter, DateTime now)
    {
        if (!(Sum() >= counter.LimitWith(_successes)))
        {
            return null;
        }

        var wait = WaitForWindow(counter, now);
        if (counter.Quiet is { } quiet)
        {
            wait = Shorter(wait, _triedAt + quiet - now);
            wait = _events.Count > 0 ? Shorter(wait, _events[^1].At + (OtpCounter.QuietTimes * quiet) - now) : wait;
        }

        return wait > TimeSpan.Zero ? wait : null;
    }

    // What leaves the window makes room. What the successes add to the limit becomes less meanwhile.
    private TimeSpan WaitForWindow(OtpCounter counter, DateTime now)
    {
        var count = Sum();
        foreach (var slot in _events)
        {
            count -= slot.Number;
            var wait = slot.At + counter.Window - now;
            if (!(count >= counter.LimitWith(_successes * ShareAfter(wait))))
            {
                return wait;
            }
        }

        // A limit of zero takes nothing, whatever leaves.
        return counter.Window;
    }

    private void Halve(DateTime now)
    {
        if (now > _halvedAt)
        {
            var share = ShareAfter(now - _halvedAt);
            (_taken, _successes, _halvedAt) = (_taken * share, _successes * share, now);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static double ShareAfter(TimeSpan time) => Math.Pow(0.5, time / OtpCounter.HalfLife);

    private void Keep(TimeSpan time, DateTime now) => EndsAt = now + time > EndsAt ? now + time : EndsAt;
}
