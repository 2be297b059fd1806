namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>The counts of one number in memory. Only the holder of its key's lock may use it.</summary>
internal sealed class MemoryNumber(UInt128 key) : MemoryEntry<UInt128>(key)
{
    // Most numbers get one code.
    private DateTime _lastSend;
    private DateTime[]? _sendsBefore;
    private DateTime _sendsKeptUntil;
    private Refusal? _refusal;
    private MemoryFailures? _failures;

    /// <summary>Why the last send was refused; null if it was not.</summary>
    public string? LastErrorCode => _lastSend != default && _refusal?.SentAt == _lastSend ? _refusal.ErrorCode : null;

    /// <summary>Until when anything is counted.</summary>
    public DateTime EndsAt
    {
        get
        {
            var sends = _lastSend == default ? default : _sendsKeptUntil;
            return _failures?.EndsAt > sends ? _failures.EndsAt : sends;
        }
    }

    /// <summary>
    /// Why no code may be sent now, and for how long; null if one may be sent. A lock comes first. Otherwise the longer of the cool-down
    /// and the send window is returned.
    /// </summary>
    public (OtpSendStatus Status, TimeSpan Wait)? WaitToSend(OtpLimits limits, DateTime now)
    {
        if (LockedFor(now) is { } locked && !(limits.PassesLock && HasOwnChecks(limits)))
        {
            return (OtpSendStatus.Locked, locked);
        }

        var sends = Sends();
        var coolDown = sends.Length > 0 ? sends[^1] + limits.ResendCooldown - now : TimeSpan.Zero;
        var window = sends.Length >= limits.MaxSends ? sends[^limits.MaxSends] + limits.SendWindow - now : TimeSpan.Zero;
        if (window > TimeSpan.Zero && window > coolDown)
        {
            return (OtpSendStatus.LimitReached, window);
        }

        return coolDown > TimeSpan.Zero ? (OtpSendStatus.TooSoon, coolDown) : null;
    }

    public void CountSend(OtpLimits limits, DateTime now)
    {
        Keep([.. Sends().Where(send => send + limits.SendWindow > now), now]);
        // A check of this code needs the record, and must not be refused because there is no room to make it again.
        _sendsKeptUntil = now + new[] { limits.SendWindow, limits.ResendCooldown, limits.LeaseTime + limits.CodeLifetime }.Max();
    }

    public void UncountSend(MemoryLease send)
    {
        var sends = Sends();
        var place = Array.IndexOf(sends, send.Begun);
        Keep(place < 0 ? sends : [.. sends[..place], .. sends[(place + 1)..]]);
    }

    public void RefuseSend(MemoryLease send, string? errorCode) => _refusal = new(send.Begun, errorCode);

    public TimeSpan? LockedFor(DateTime now) => _failures?.LockedFor(now);

    /// <summary>The wrong codes in a row that are not forgotten.</summary>
    public int Failures(DateTime now) => _failures?.Count(now) ?? 0;

    /// <summary>Whether a code that was sent then was sent before the first of the wrong codes in a row.</summary>
    public bool IsOlder(DateTime sentAt) => _failures?.IsOlder(sentAt) ?? false;

    /// <summary>Whether a challenge can have a check of its own during a lock: not during the last one.</summary>
    public bool HasOwnChecks(OtpLimits limits) => _failures?.HasOwnChecks(limits) ?? true;

    public void CountFailure(OtpLimits limits, DateTime now) => (_failures ??= new()).Add(limits, now);

    public void Lock(OtpLimits limits, DateTime now) => _failures?.Lock(limits, now);

    /// <summary>The check that was counted in advance did not show whether the code was right, and counts only towards the most checks in a row.</summary>
    public void RefuseCheck(OtpLimits limits, DateTime now) => _failures?.Refuse(limits, now);

    public void UncountFailure(OtpLimits limits, DateTime now) => _failures?.Undo(limits, now);

    /// <summary>What stands against the number; null if nothing does.</summary>
    public OtpNumberCounts? Counts(OtpLimits limits, DateTime now)
    {
        var counts = new OtpNumberCounts
        {
            Sends = Sends().Count(send => send + limits.SendWindow > now),
            WrongCodes = Failures(now),
            RefusedChecks = _failures?.Refusals(now) ?? 0,
            LockedUntil = now + LockedFor(now),
            NextSendAt = now + WaitToSend(limits, now)?.Wait,
        };
        return counts == new OtpNumberCounts() ? null : counts;
    }

    public void ForgetFailures() => _failures?.Forget();

    private DateTime[] Sends() => _lastSend == default ? [] : [.. _sendsBefore ?? [], _lastSend];

    private void Keep(DateTime[] sends) => (_lastSend, _sendsBefore) = (sends.LastOrDefault(), sends.Length > 1 ? sends[..^1] : null);

    private sealed class Refusal(DateTime sentAt, string? errorCode)
    {
        public DateTime SentAt => sentAt;

        public string? ErrorCode => errorCode;
    }
}
