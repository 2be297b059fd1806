namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>The wrong codes of one number in memory, and its lock. Only the holder of its key's lock may use it.</summary>
internal sealed class MemoryFailures
{
    private DateTime _keptUntil;
    private DateTime _lockedUntil;
    private DateTime _firstAt;
    private int _failures;
    private int _refusals;

    /// <summary>Until when anything stands against the number.</summary>
    public DateTime EndsAt => _failures + _refusals == 0 ? default : _keptUntil;

    public TimeSpan? LockedFor(DateTime now) => _lockedUntil > now && _keptUntil > now ? _lockedUntil - now : null;

    /// <summary>The wrong codes in a row that are not forgotten.</summary>
    public int Count(DateTime now) => _keptUntil > now ? _failures : 0;

    /// <summary>The checks that were refused since the last right code, and are not forgotten.</summary>
    public int Refusals(DateTime now) => _keptUntil > now ? _refusals : 0;

    /// <summary>Whether that was before the first of the wrong codes in a row. A day without one begins another row.</summary>
    public bool IsOlder(DateTime time) => time < _firstAt;

    /// <summary>Whether a challenge can have a check of its own during a lock: not during the last one.</summary>
    public bool HasOwnChecks(OtpLimits limits) => _failures + _refusals < limits.LockOut.MaxFailures;

    public void Add(OtpLimits limits, DateTime now)
    {
        _firstAt = Count(now) == 0 || now > _keptUntil - limits.LockOut.Memory + limits.LockOut.Last ? now : _firstAt;
        (_failures, _refusals) = (Count(now) + 1, Refusals(now));
        _keptUntil = now + limits.LockOut.Memory;
        Lock(limits, now);
    }

    public void Lock(OtpLimits limits, DateTime now) => _lockedUntil = now + limits.LockAfterChecks(_failures, _refusals);

    /// <summary>The check that was counted in advance did not show whether the code was right, and counts only towards the most checks in a row.</summary>
    public void Refuse(OtpLimits limits, DateTime now)
    {
        _refusals++;
        Undo(limits, now);
    }

    public void Undo(OtpLimits limits, DateTime now)
    {
        _failures = Math.Max(0, _failures - 1);
        var until = now + limits.LockAfterChecks(_failures, _refusals);
        _lockedUntil = until < _lockedUntil ? until : _lockedUntil;
    }

    public void Forget()
    {
        _failures = _refusals = 0;
        _lockedUntil = default;
    }
}
