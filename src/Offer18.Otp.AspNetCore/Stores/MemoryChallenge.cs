namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A challenge in memory. Only the holder of the store's lock may use it.</summary>
internal sealed class MemoryChallenge
{
    public required string Digits { get; init; }

    public string? RequestId { get; private set; }

    public string? ReturnUrl { get; set; }

    /// <summary>Null until a send has ended.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When the code was sent, or may have been sent.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>Whether its code can be checked once while the number is locked (<see cref="OtpLimits.PassesLock"/>).</summary>
    public bool PassesLock { get; private set; }

    public bool IsSendUncertain { get; private set; }

    public DateTimeOffset KeepUntil { get; set; }

    public MemoryLease? Send { get; set; }

    public MemoryLease? Attempt { get; set; }

    public int Checks { get; set; }

    /// <summary>The digest of a code that is being checked, or whose check did not show whether it was right.</summary>
    public string? OpenCode { get; set; }

    /// <summary>The lease of the attempt that counted <see cref="OpenCode"/> as a failure.</summary>
    public OtpLease? OpenCodeCountedBy { get; set; }

    public VerifiedMsisdn? Verified { get; private set; }

    private DateTimeOffset TakeUntil { get; set; }

    public bool IsLive(DateTimeOffset now) => now < KeepUntil;

    public void BeginSend(DateTimeOffset now, OtpLimits limits)
    {
        Send = MemoryLease.Begin(now, limits);
        PassesLock = limits.PassesLock;
        var keepUntil = now + limits.LeaseTime + (limits.CodeLifetime * 2);
        KeepUntil = KeepUntil > keepUntil ? KeepUntil : keepUntil;
    }

    /// <summary>How long a send or a check of this challenge may still take. Until then no new code may be sent.</summary>
    public TimeSpan? BusyFor(DateTimeOffset now)
    {
        var end = new[] { Send?.Until, Attempt?.Until }.Max();
        return end > now ? end - now : null;
    }

    /// <summary>A code was sent, or may have been sent.</summary>
    public void BeginLife(string? requestId, bool isSendUncertain, DateTimeOffset now, TimeSpan lifetime)
    {
        RequestId = isSendUncertain ? requestId ?? RequestId : requestId;
        IsSendUncertain = isSendUncertain;
        SentAt = now;
        ExpiresAt = now + lifetime;
        // The challenge is kept for a second lifetime. A late visitor is told that the code has expired, and need not type the number
        // again.
        KeepUntil = now + (lifetime * 2);
        Checks = 0;
        OpenCode = null;
        // An attempt on the old code may still end. It must not change the new one.
        Attempt = null;
        OpenCodeCountedBy = null;
    }

    public void Verify(VerifiedMsisdn? proof, DateTimeOffset now)
    {
        Verified = proof;
        TakeUntil = now + OtpLimits.ProofIsTakenWithin;
    }

    public VerifiedMsisdn? TakeProof(DateTimeOffset now)
    {
        var proof = now < TakeUntil ? Verified : null;
        TakeUntil = default;
        return proof;
    }

    public OtpAttemptStatus MayAttempt(OtpLimits limits, DateTimeOffset now) => this switch
    {
        { Verified: not null } => OtpAttemptStatus.AlreadyVerified,
        // While a code is being sent, nobody knows whether the last code counts or the new one.
        { Send.Until: var end } when end > now => OtpAttemptStatus.InProgress,
        { Attempt.Until: var end } when end > now => OtpAttemptStatus.InProgress,
        _ when EndsAt(limits) <= now => OtpAttemptStatus.Expired,
        { Checks: var checks } when checks >= limits.MaxAttempts => OtpAttemptStatus.Exhausted,
        _ => OtpAttemptStatus.Granted,
    };

    /// <summary>Whether its first check is its own, so that a lock does not refuse it.</summary>
    public bool HasOwnCheck(MemoryNumber number, OtpLimits limits) => number.IsOlder(SentAt) || PassesLock && number.HasOwnChecks(limits);

    public OtpChallenge Snapshot(MemoryNumber number, OtpLimits limits, DateTimeOffset now) => new()
    {
        Digits = Digits,
        RequestId = RequestId,
        ReturnUrl = ReturnUrl,
        ExpiresAt = EndsAt(limits),
        ResendAt = now + (number.WaitToSend(limits, now)?.Wait ?? TimeSpan.Zero),
        AttemptsRemaining = limits.AttemptsRemaining(Checks, number.Failures(now), number.IsLocked(now), HasOwnCheck(number, limits)),
        IsSendUncertain = IsSendUncertain || Send is { } send && (ExpiresAt is null || send.Until <= now),
        Verified = Verified,
    };

    // The code of a send that nobody has ended may have been sent, so it counts from the send's beginning.
    private DateTimeOffset EndsAt(OtpLimits limits) => new[] { Send?.Begun + limits.CodeLifetime, ExpiresAt }.Max() ?? default;
}
