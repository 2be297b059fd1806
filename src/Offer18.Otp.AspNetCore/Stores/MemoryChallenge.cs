namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A challenge in memory. Only the holder of its number's lock may use it.</summary>
internal sealed class MemoryChallenge(UInt128 key, MemoryTexts texts) : MemoryEntry<UInt128>(key)
{
    private byte[] _texts = texts.Pack();
    private DateTime _sentAt;
    private DateTime _expiresAt;
    private MemoryCheck? _check;
    private bool _isSendUncertain;
    private bool _passesLock;
    private OtpCampaignContext? _context;

    public MemoryTexts Texts
    {
        get => MemoryTexts.Unpack(_texts);
        private set => _texts = value.Pack();
    }

    /// <summary>Whether a send has ended: its code was sent, or may have been sent.</summary>
    public bool HasBegun => _expiresAt != default;

    public MemoryLease? Send { get; private set; }

    public OtpLease? AttemptLease => Check.Attempt?.Id;

    public int Checks { get; private set; }

    public bool IsVerified => Check.Verified is not null;

    private MemoryCheck Check
    {
        get => _check ?? new();
        set => _check = value;
    }

    /// <returns>Until when the challenge is to be kept.</returns>
    public DateTime BeginSend(string? returnUrl, OtpCampaignContext? context, DateTime now, OtpLimits limits)
    {
        if (returnUrl is not null)
        {
            Texts = Texts with { ReturnUrl = returnUrl };
        }

        _context = context ?? _context;
        Send = MemoryLease.Begin(now, limits);
        // What it was kept for stays so when its code is sent again.
        _passesLock |= limits.PassesLock;
        var keepUntil = now + limits.LeaseTime + (limits.CodeLifetime * 2);
        return KeepUntil > keepUntil ? KeepUntil : keepUntil;
    }

    public void EndSend() => Send = null;

    /// <summary>How long a send or a check of this challenge may still take. Until then no new code may be sent.</summary>
    public TimeSpan? BusyFor(DateTime now)
    {
        var end = new[] { Send?.Until, Check.Attempt?.Until }.Max();
        return end > now ? end - now : null;
    }

    /// <summary>A code was sent, or may have been sent.</summary>
    /// <returns>Until when the challenge is to be kept.</returns>
    public DateTime BeginLife(string? requestId, bool isSendUncertain, DateTime now, TimeSpan lifetime)
    {
        if (requestId is not null || !isSendUncertain)
        {
            Texts = Texts with { RequestId = requestId };
        }

        _isSendUncertain = isSendUncertain;
        _sentAt = now;
        _expiresAt = now + lifetime;
        Checks = 0;
        // An attempt on the old code may still end. It must not change the new one.
        _check = IsVerified ? new() { Verified = Check.Verified, TakeUntil = Check.TakeUntil } : null;
        // The challenge is kept for a second lifetime. A late visitor is told that the code has expired, and need not type the number
        // again.
        return now + (lifetime * 2);
    }

    public bool IsOpen(string codeDigest) => Check.OpenCode == codeDigest;

    public OtpLease BeginAttempt(string codeDigest, DateTime now, OtpLimits limits)
    {
        var attempt = MemoryLease.Begin(now, limits);
        Check = IsOpen(codeDigest) ? Check with { Attempt = attempt } : new() { Attempt = attempt, OpenCode = codeDigest, CountedBy = attempt.Id };
        Checks++;
        return attempt.Id;
    }

    public void EndAttempt() => Check = Check with { Attempt = null };

    public void CloseCode() => Check = Check with { OpenCode = null };

    public void Expire(DateTime now) => _expiresAt = now;

    /// <summary>The attempt took place for nobody.</summary>
    /// <returns>Whether it had counted its code as a failure, which is to be taken back. What an earlier attempt counted, Offer18 may have checked.</returns>
    public bool UndoAttempt(OtpLease lease)
    {
        Checks--;
        if (Check.CountedBy != lease)
        {
            return false;
        }

        CloseCode();
        return true;
    }

    public void Verify(VerifiedMsisdn? proof, DateTime now) => Check = Check with { Verified = proof, TakeUntil = now + OtpLimits.ProofIsTakenWithin };

    public VerifiedMsisdn? TakeProof(DateTime now)
    {
        var proof = now < Check.TakeUntil ? Check.Verified : null;
        Check = Check with { TakeUntil = default };
        return proof;
    }

    public OtpAttemptStatus MayAttempt(OtpLimits limits, DateTime now) => this switch
    {
        { IsVerified: true } => OtpAttemptStatus.AlreadyVerified,
        // While a code is being sent, nobody knows whether the last code counts or the new one.
        { Send.Until: var end } when end > now => OtpAttemptStatus.InProgress,
        { Check.Attempt.Until: var end } when end > now => OtpAttemptStatus.InProgress,
        _ when EndsAt(limits) <= now => OtpAttemptStatus.Expired,
        { Checks: var checks } when checks >= limits.MaxAttempts => OtpAttemptStatus.Exhausted,
        _ => OtpAttemptStatus.Granted,
    };

    /// <summary>Whether its first check is its own, so that a lock does not refuse it.</summary>
    public bool HasOwnCheck(MemoryNumber number, OtpLimits limits) =>
        _sentAt != default && number.IsOlder(_sentAt) || _passesLock && number.HasOwnChecks(limits);

    public OtpChallenge Snapshot(MemoryNumber number, OtpLimits limits, DateTime now)
    {
        var texts = Texts;
        return new()
        {
            Digits = texts.Digits,
            RequestId = texts.RequestId,
            ReturnUrl = texts.ReturnUrl,
            Context = _context,
            ExpiresAt = EndsAt(limits),
            ResendAt = now + (number.WaitToSend(limits, now)?.Wait ?? TimeSpan.Zero),
            AttemptsRemaining = limits.AttemptsRemaining(Checks, number.Failures(now), number.LockedFor(now) is not null, HasOwnCheck(number, limits)),
            IsSendUncertain = _isSendUncertain || Send is { } send && (!HasBegun || send.Until <= now),
            LastCheck = Check.Attempt?.Until > now ? OtpCheckProgress.Running : Check.OpenCode is null ? OtpCheckProgress.None : OtpCheckProgress.Unknown,
            Verified = Check.Verified,
        };
    }

    // The code of a send that nobody has ended may have been sent, so it counts from the send's beginning.
    private DateTime EndsAt(OtpLimits limits)
    {
        var ofSend = Send is { } send ? send.Begun + limits.CodeLifetime : default;
        return ofSend > _expiresAt ? ofSend : _expiresAt;
    }
}
