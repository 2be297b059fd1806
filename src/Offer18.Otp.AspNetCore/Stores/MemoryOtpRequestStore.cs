namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Keeps everything in this process, under one lock: an operation takes a microsecond. When the process ends, everything is forgotten. If a
/// site has more than one process, they need a store that they share.
/// </summary>
internal sealed class MemoryOtpRequestStore(TimeProvider timeProvider) : IOtpRequestStore
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<OtpChallengeKey, MemoryChallenge> _challenges = [];
    private readonly Dictionary<(string Campaign, MsisdnDigest Digest, bool HasProved), MemoryNumber> _numbers = [];
    private readonly Dictionary<(string Campaign, string Id), MsisdnDigest[]> _asked = [];
    private DateTimeOffset _nextSweep = DateTimeOffset.MinValue;

    /// <summary>How many challenges and numbers are kept.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _challenges.Count + _numbers.Count;
            }
        }
    }

    public ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? digits, string? returnUrl, OtpLimits limits, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = Now();
            var challenge = Live(key, now);
            if (challenge is { Verified: not null } || digits is not null && challenge?.Digits != digits)
            {
                challenge = null;
            }

            digits ??= challenge?.Digits;
            if (digits is null)
            {
                return new(new OtpSendDecision(OtpSendStatus.NoChallenge));
            }

            var number = Number(key.Campaign, key.MsisdnDigest, limits);
            if (challenge?.BusyFor(now) is { } busy)
            {
                return new(new OtpSendDecision(OtpSendStatus.TooSoon) { RetryAfter = busy, Challenge = challenge.Snapshot(number, limits, now) });
            }

            if (number.WaitToSend(limits, now) is var (status, wait))
            {
                return new(new OtpSendDecision(status)
                {
                    RetryAfter = wait,
                    LastErrorCode = number.LastErrorCode,
                    Challenge = challenge?.Snapshot(number, limits, now),
                });
            }

            challenge ??= _challenges[key] = new MemoryChallenge { Digits = digits };
            challenge.ReturnUrl = returnUrl ?? challenge.ReturnUrl;
            challenge.BeginSend(now, limits);
            var before = _asked.GetValueOrDefault((key.Campaign, key.Id), []).Where(digest => digest != key.MsisdnDigest).Take(1);
            _asked[(key.Campaign, key.Id)] = [key.MsisdnDigest, .. before];
            number.CountSend(limits, now);
            return new(new OtpSendDecision(OtpSendStatus.Granted)
            {
                Lease = challenge.Send!.Id,
                Challenge = challenge.Snapshot(number, limits, now),
            });
        }
    }

    public ValueTask<OtpChallenge?> EndSendAsync(
        OtpChallengeKey key, OtpLease lease, OtpSendResult result, OtpLimits limits, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = Now();
            if (!_challenges.TryGetValue(key, out var challenge) || challenge.Send is not { } send || send.Id != lease)
            {
                return new((OtpChallenge?)null);
            }

            var number = Number(key.Campaign, key.MsisdnDigest, limits);
            challenge.Send = null;
            switch (result.Outcome)
            {
                case OtpSendOutcome.Sent or OtpSendOutcome.Unknown:
                    challenge.BeginLife(result.RequestId, result.Outcome == OtpSendOutcome.Unknown, now, limits.CodeLifetime);
                    break;
                case OtpSendOutcome.NotSent:
                    number.UncountSend(send);
                    break;
                case OtpSendOutcome.Refused:
                default:
                    number.RefuseSend(send, result.ErrorCode);
                    break;
            }

            if (challenge.ExpiresAt is null)
            {
                _challenges.Remove(key);
                return new((OtpChallenge?)null);
            }

            return new(challenge.Snapshot(number, limits, now));
        }
    }

    public ValueTask<OtpAttemptDecision> BeginAttemptAsync(
        OtpChallengeKey key, string codeDigest, OtpLimits limits, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = Now();
            if (Live(key, now) is not { } challenge)
            {
                return new(new OtpAttemptDecision(OtpAttemptStatus.NoChallenge));
            }

            var number = Number(key.Campaign, key.MsisdnDigest, limits);
            var isRepeat = challenge.OpenCode == codeDigest;
            var status = challenge.MayAttempt(limits, now);
            if (status == OtpAttemptStatus.Granted && !isRepeat && number.IsLocked(now) && !(challenge.Checks == 0 && challenge.HasOwnCheck(number, limits)))
            {
                status = OtpAttemptStatus.Exhausted;
            }

            if (status != OtpAttemptStatus.Granted)
            {
                return new(new OtpAttemptDecision(status)
                {
                    RetryAfter = status == OtpAttemptStatus.Exhausted ? number.LockedFor(now) : null,
                    Challenge = challenge.Snapshot(number, limits, now),
                });
            }

            challenge.Attempt = MemoryLease.Begin(now, limits);
            challenge.Checks++;
            if (!isRepeat)
            {
                challenge.OpenCode = codeDigest;
                challenge.OpenCodeCountedBy = challenge.Attempt.Id;
                number.CountFailure(limits, now);
            }

            return new(new OtpAttemptDecision(OtpAttemptStatus.Granted)
            {
                Lease = challenge.Attempt.Id,
                GrantedAt = now,
                IsRepeat = isRepeat,
                Challenge = challenge.Snapshot(number, limits, now),
            });
        }
    }

    public ValueTask<OtpChallenge?> EndAttemptAsync(
        OtpChallengeKey key, OtpLease lease, OtpAttemptOutcome outcome, VerifiedMsisdn? verified, OtpLimits limits, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = Now();
            if (!_challenges.TryGetValue(key, out var challenge) || challenge.Attempt?.Id != lease)
            {
                return new((OtpChallenge?)null);
            }

            var number = Number(key.Campaign, key.MsisdnDigest, limits);
            challenge.Attempt = null;
            switch (outcome)
            {
                case OtpAttemptOutcome.Verified:
                    challenge.Verify(verified, now);
                    number.ForgetFailures();
                    break;
                case OtpAttemptOutcome.Wrong:
                    challenge.OpenCode = null;
                    number.Lock(limits, now);
                    break;
                case OtpAttemptOutcome.Refused:
                    challenge.OpenCode = null;
                    number.RefuseCheck(limits, now);
                    break;
                case OtpAttemptOutcome.Expired:
                    challenge.OpenCode = null;
                    challenge.ExpiresAt = now;
                    break;
                case OtpAttemptOutcome.NotChecked:
                    challenge.Checks--;
                    // If this attempt counted the code as a failure, it takes the failure back. If an earlier attempt counted it, the
                    // failure stays, because Offer18 may have checked the code then.
                    if (challenge.OpenCodeCountedBy == lease)
                    {
                        challenge.OpenCode = null;
                        number.UncountFailure(limits, now);
                    }

                    break;
                case OtpAttemptOutcome.Unknown:
                default:
                    break;
            }

            return new(challenge.Snapshot(number, limits, now));
        }
    }

    public ValueTask<OtpChallenge?> FindAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = Now();
            return new(Live(key, now) is { } challenge
                ? challenge.Snapshot(Number(key.Campaign, key.MsisdnDigest, limits), limits, now)
                : null);
        }
    }

    public ValueTask<VerifiedMsisdn?> TakeProofAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = Now();
            return new(Live(key, now)?.TakeProof(now));
        }
    }

    public ValueTask<IReadOnlyList<MsisdnDigest>> FindAskedAsync(string campaign, string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_asked.GetValueOrDefault((campaign, id), []));
        }
    }

    public ValueTask LeaveAsync(OtpChallengeKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _asked.Remove((key.Campaign, key.Id));
        }

        return default;
    }

    public ValueTask RemoveAsync(OtpChallengeKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _challenges.Remove(key);
            _asked.Remove((key.Campaign, key.Id));
        }

        return default;
    }

    public ValueTask<OtpNumberCounts?> FindNumberAsync(
        string campaign, MsisdnDigest msisdnDigest, OtpLimits limits, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_numbers.GetValueOrDefault((campaign, msisdnDigest, limits.HasProvedNumber))?.Counts(limits, Now()));
        }
    }

    public ValueTask ForgetNumberAsync(string campaign, MsisdnDigest msisdnDigest, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _numbers.Remove((campaign, msisdnDigest, false));
            _numbers.Remove((campaign, msisdnDigest, true));
        }

        return default;
    }

    private MemoryChallenge? Live(OtpChallengeKey key, DateTimeOffset now) =>
        _challenges.TryGetValue(key, out var challenge) && challenge.IsLive(now) ? challenge : null;

    private bool IsForgotten(KeyValuePair<(string Campaign, string Id), MsisdnDigest[]> asked) =>
        asked.Value.All(digest => !_challenges.ContainsKey(new(asked.Key.Campaign, digest, asked.Key.Id)));

    private MemoryNumber Number(string campaign, MsisdnDigest digest, OtpLimits limits)
    {
        if (!_numbers.TryGetValue((campaign, digest, limits.HasProvedNumber), out var number))
        {
            _numbers[(campaign, digest, limits.HasProvedNumber)] = number = new MemoryNumber();
        }

        return number;
    }

    private DateTimeOffset Now()
    {
        var now = timeProvider.GetUtcNow();
        if (now >= _nextSweep)
        {
            _nextSweep = now + SweepInterval;
            foreach (var (key, _) in _challenges.Where(c => c.Value.KeepUntil <= now).ToArray())
            {
                _challenges.Remove(key);
            }

            foreach (var (browser, _) in _asked.Where(IsForgotten).ToArray())
            {
                _asked.Remove(browser);
            }

            foreach (var (key, _) in _numbers.Where(n => n.Value.IsForgettable(now)).ToArray())
            {
                _numbers.Remove(key);
            }
        }

        return now;
    }
}
