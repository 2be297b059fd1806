namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>What is counted for a number in memory; used under the store's lock alone.</summary>
internal sealed class MemoryNumber
{
    private readonly List<DateTimeOffset> _sends = [];
    private DateTimeOffset _sendsKeptUntil;
    private DateTimeOffset _failuresKeptUntil;
    private DateTimeOffset _lockedUntil;
    private int _failures;

    public bool IsForgettable(DateTimeOffset now) => _sendsKeptUntil <= now && (_failures == 0 || _failuresKeptUntil <= now);

    /// <summary>What stands against a send, and for how long; null when nothing does. Of several reasons the longest lasting.</summary>
    public (OtpSendStatus Status, TimeSpan Wait)? WaitToSend(OtpLimits limits, DateTimeOffset now)
    {
        if (LockedFor(now) is { } locked)
        {
            return (OtpSendStatus.Locked, locked);
        }

        var coolDown = _sends.Count > 0 ? _sends[^1] + limits.ResendCooldown - now : TimeSpan.Zero;
        var window = _sends.Count >= limits.MaxSends ? _sends[^limits.MaxSends] + limits.SendWindow - now : TimeSpan.Zero;
        return (coolDown > TimeSpan.Zero, window > coolDown) switch
        {
            (_, true) when window > TimeSpan.Zero => (OtpSendStatus.LimitReached, window),
            (true, _) => (OtpSendStatus.TooSoon, coolDown),
            _ => null,
        };
    }

    public void CountSend(OtpLimits limits, DateTimeOffset now)
    {
        _sends.RemoveAll(send => send + limits.SendWindow <= now);
        _sends.Add(now);
        _sendsKeptUntil = now + (limits.SendWindow > limits.ResendCooldown ? limits.SendWindow : limits.ResendCooldown);
    }

    public void UncountSend(MemoryLease send) => _sends.Remove(send.Begun);

    public bool IsLocked(DateTimeOffset now) => _failures > 0 && _lockedUntil > now && _failuresKeptUntil > now;

    public TimeSpan? LockedFor(DateTimeOffset now) => IsLocked(now) ? _lockedUntil - now : null;

    public int AttemptsRemaining(OtpLimits limits, DateTimeOffset now) =>
        LockOut.AttemptsRemaining(_failuresKeptUntil > now ? _failures : 0, IsLocked(now), limits.MaxAttempts);

    public void CountFailure(OtpLimits limits, DateTimeOffset now)
    {
        _failures = _failuresKeptUntil > now ? _failures + 1 : 1;
        _failuresKeptUntil = now + LockOut.Memory;
        Lock(limits, now);
    }

    public void Lock(OtpLimits limits, DateTimeOffset now) => _lockedUntil = now + LockOut.After(_failures, limits.MaxAttempts);

    public void UncountFailure(OtpLimits limits)
    {
        _failures = Math.Max(0, _failures - 1);
        if (_failures < limits.MaxAttempts)
        {
            _lockedUntil = default;
        }
    }

    public void ForgetFailures()
    {
        _failures = 0;
        _lockedUntil = default;
    }
}
