namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>The counts of one number in memory. Only the holder of the store's lock may use it.</summary>
internal sealed class MemoryNumber
{
    private readonly List<DateTimeOffset> _sends = [];
    private DateTimeOffset _sendsKeptUntil;
    private DateTimeOffset _failuresKeptUntil;
    private DateTimeOffset _lockedUntil;
    private DateTimeOffset _firstFailureAt;
    private int _failures;
    private int _refusals;
    private (DateTimeOffset SentAt, string? ErrorCode) _refusal;

    /// <summary>Why the last send was refused; null if it was not.</summary>
    public string? LastErrorCode => _sends.Count > 0 && _refusal.SentAt == _sends[^1] ? _refusal.ErrorCode : null;

    public bool IsForgettable(DateTimeOffset now) => _sendsKeptUntil <= now && (_failures + _refusals == 0 || _failuresKeptUntil <= now);

    /// <summary>
    /// Why no code may be sent now, and for how long; null if one may be sent. A lock comes first. Otherwise the longer of the cool-down
    /// and the send window is returned.
    /// </summary>
    public (OtpSendStatus Status, TimeSpan Wait)? WaitToSend(OtpLimits limits, DateTimeOffset now)
    {
        if (LockedFor(now) is { } locked && !(limits.PassesLock && HasOwnChecks(limits)))
        {
            return (OtpSendStatus.Locked, locked);
        }

        var coolDown = _sends.Count > 0 ? _sends[^1] + limits.ResendCooldown - now : TimeSpan.Zero;
        var window = _sends.Count >= limits.MaxSends ? _sends[^limits.MaxSends] + limits.SendWindow - now : TimeSpan.Zero;
        if (window > TimeSpan.Zero && window > coolDown)
        {
            return (OtpSendStatus.LimitReached, window);
        }

        return coolDown > TimeSpan.Zero ? (OtpSendStatus.TooSoon, coolDown) : null;
    }

    public void CountSend(OtpLimits limits, DateTimeOffset now)
    {
        _sends.RemoveAll(send => send + limits.SendWindow <= now);
        _sends.Add(now);
        _sendsKeptUntil = now + (limits.SendWindow > limits.ResendCooldown ? limits.SendWindow : limits.ResendCooldown);
    }

    public void UncountSend(MemoryLease send) => _sends.Remove(send.Begun);

    public void RefuseSend(MemoryLease send, string? errorCode) => _refusal = (send.Begun, errorCode);

    public bool IsLocked(DateTimeOffset now) => LockedFor(now) is not null;

    public TimeSpan? LockedFor(DateTimeOffset now) =>
        _lockedUntil > now && _failuresKeptUntil > now ? _lockedUntil - now : null;

    /// <summary>The wrong codes in a row that are not forgotten.</summary>
    public int Failures(DateTimeOffset now) => _failuresKeptUntil > now ? _failures : 0;

    /// <summary>Whether a code that was sent then was sent before the first of the wrong codes in a row.</summary>
    public bool IsOlder(DateTimeOffset? sentAt) => sentAt < _firstFailureAt;

    /// <summary>Whether a challenge can have a check of its own during a lock: not during the last one.</summary>
    public bool HasOwnChecks(OtpLimits limits) => _failures + _refusals < limits.LockOut.MaxFailures;

    public void CountFailure(OtpLimits limits, DateTimeOffset now)
    {
        _firstFailureAt = Failures(now) == 0 ? now : _firstFailureAt;
        (_failures, _refusals) = (Failures(now) + 1, _failuresKeptUntil > now ? _refusals : 0);
        _failuresKeptUntil = now + limits.LockOut.Memory;
        Lock(limits, now);
    }

    public void Lock(OtpLimits limits, DateTimeOffset now) => _lockedUntil = now + limits.LockAfterChecks(_failures, _refusals);

    /// <summary>The check that was counted in advance did not show whether the code was right, and counts only towards the most checks in a row.</summary>
    public void RefuseCheck(OtpLimits limits, DateTimeOffset now)
    {
        _refusals++;
        UncountFailure(limits, now);
    }

    public void UncountFailure(OtpLimits limits, DateTimeOffset now)
    {
        _failures = Math.Max(0, _failures - 1);
        var until = now + limits.LockAfterChecks(_failures, _refusals);
        _lockedUntil = until < _lockedUntil ? until : _lockedUntil;
    }

    /// <summary>What stands against the number; null if nothing does.</summary>
    public OtpNumberCounts? Counts(OtpLimits limits, DateTimeOffset now)
    {
        var counts = new OtpNumberCounts
        {
            Sends = _sends.Count(send => send + limits.SendWindow > now),
            WrongCodes = Failures(now),
            RefusedChecks = _failuresKeptUntil > now ? _refusals : 0,
            LockedUntil = now + LockedFor(now),
            NextSendAt = now + WaitToSend(limits, now)?.Wait,
        };
        return counts == new OtpNumberCounts() ? null : counts;
    }

    public void ForgetFailures()
    {
        _failures = _refusals = 0;
        _lockedUntil = default;
    }
}
