namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Keeps challenges and counts in this process. When the process ends, everything is forgotten. If a site has more than one process, they need a
/// store that they share. Only operations on one number wait for each other.
/// </summary>
internal sealed class MemoryOtpRequestStore(MemoryRoom room, TimeProvider timeProvider) : IOtpRequestStore
{
    private readonly MemoryTable<UInt128, MemoryNumber> _numbers = new(() => room.MaxEntries);

    // Each challenge may become a proof, which must then have room. The oldest go first: their codes have expired.
    private readonly MemoryTable<UInt128, MemoryChallenge> _challenges = new(() => room.MaxEntries - room.Proofs, mayDrop: true);
    private readonly MemoryTable<UInt128, MemoryBrowser> _browsers = new(() => room.MaxEntries, mayDrop: true);

    /// <summary>How many challenges are kept.</summary>
    internal int Challenges => _challenges.Count;

    /// <summary>How many numbers are kept.</summary>
    internal int Numbers => _numbers.Count;

    /// <summary>Of how many browsers it is kept what they asked for.</summary>
    internal int Browsers => _browsers.Count;

    private DateTime Now => timeProvider.GetUtcNow().UtcDateTime;

    public ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? digits, string? returnUrl, OtpLimits limits, CancellationToken cancellationToken) =>
        BeginSendAsync(key, digits, returnUrl, null, limits, cancellationToken);

    public ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? digits, string? returnUrl, OtpCampaignContext? context, OtpLimits limits, CancellationToken cancellationToken)
    {
        var keys = MemoryKeys.Of(key);
        lock (_numbers.LockOf(keys.Number))
        {
            var now = Now;
            var challenge = _challenges.Find(keys.Challenge, now);
            var present = challenge?.Texts.Digits;
            if (challenge is { IsVerified: true } || digits is not null && present != digits)
            {
                (challenge, present) = (null, null);
            }

            digits ??= present;
            if (digits is null)
            {
                return new(new OtpSendDecision(OtpSendStatus.NoChallenge));
            }

            var number = Number(keys, limits, now);
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

            number.CountSend(limits, now);
            Keep(number, now);
            challenge ??= new(keys.Challenge, new(key.MsisdnDigest.Value, digits));
            var keepUntil = challenge.BeginSend(returnUrl, context, now, limits);
            if (!_challenges.TryKeep(challenge, keepUntil, now))
            {
                number.UncountSend(challenge.Send!);
                Keep(number, now);
                throw room.Full();
            }

            Ask(keys, challenge, now);
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
        var keys = MemoryKeys.Of(key);
        lock (_numbers.LockOf(keys.Number))
        {
            var now = Now;
            if (_challenges.Find(keys.Challenge, now) is not { Send: { } send } challenge || send.Id != lease)
            {
                return new((OtpChallenge?)null);
            }

            var number = Number(keys, limits, now);
            challenge.EndSend();
            switch (result.Outcome)
            {
                case OtpSendOutcome.Sent or OtpSendOutcome.Unknown:
                    _challenges.TryKeep(
                        challenge, challenge.BeginLife(result.RequestId, result.Outcome == OtpSendOutcome.Unknown, now, limits.CodeLifetime), now);
                    break;
                case OtpSendOutcome.NotSent:
                    number.UncountSend(send);
                    Keep(number, now);
                    break;
                case OtpSendOutcome.Refused:
                default:
                    number.RefuseSend(send, result.ErrorCode);
                    break;
            }

            if (!challenge.HasBegun)
            {
                _challenges.Remove(keys.Challenge);
                return new((OtpChallenge?)null);
            }

            return new(challenge.Snapshot(number, limits, now));
        }
    }

    public ValueTask<OtpAttemptDecision> BeginAttemptAsync(
        OtpChallengeKey key, string codeDigest, OtpLimits limits, CancellationToken cancellationToken)
    {
        var keys = MemoryKeys.Of(key);
        lock (_numbers.LockOf(keys.Number))
        {
            var now = Now;
            if (_challenges.Find(keys.Challenge, now) is not { } challenge)
            {
                return new(new OtpAttemptDecision(OtpAttemptStatus.NoChallenge));
            }

            var number = Number(keys, limits, now);
            var isRepeat = challenge.IsOpen(codeDigest);
            var status = challenge.MayAttempt(limits, now);
            var isLocked = number.LockedFor(now) is not null;
            if (status == OtpAttemptStatus.Granted && !isRepeat && isLocked && !(challenge.Checks == 0 && challenge.HasOwnCheck(number, limits)))
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

            if (!isRepeat)
            {
                number.CountFailure(limits, now);
                Keep(number, now);
            }

            return new(new OtpAttemptDecision(OtpAttemptStatus.Granted)
            {
                Lease = challenge.BeginAttempt(codeDigest, now, limits),
                GrantedAt = now,
                IsRepeat = isRepeat,
                Challenge = challenge.Snapshot(number, limits, now),
            });
        }
    }

    public ValueTask<OtpChallenge?> EndAttemptAsync(
        OtpChallengeKey key, OtpLease lease, OtpAttemptOutcome outcome, VerifiedMsisdn? verified, OtpLimits limits, CancellationToken cancellationToken)
    {
        var keys = MemoryKeys.Of(key);
        lock (_numbers.LockOf(keys.Number))
        {
            var now = Now;
            if (_challenges.Find(keys.Challenge, now) is not { } challenge || challenge.AttemptLease != lease)
            {
                return new((OtpChallenge?)null);
            }

            var number = Number(keys, limits, now);
            challenge.EndAttempt();
            switch (outcome)
            {
                case OtpAttemptOutcome.Verified:
                    challenge.Verify(verified, now);
                    number.ForgetFailures();
                    break;
                case OtpAttemptOutcome.Wrong:
                    challenge.CloseCode();
                    number.Lock(limits, now);
                    break;
                case OtpAttemptOutcome.Refused:
                    challenge.CloseCode();
                    number.RefuseCheck(limits, now);
                    break;
                case OtpAttemptOutcome.Expired:
                    challenge.CloseCode();
                    challenge.Expire(now);
                    break;
                case OtpAttemptOutcome.NotChecked or OtpAttemptOutcome.Cancelled:
                    if (challenge.UndoAttempt(lease))
                    {
                        number.UncountFailure(limits, now);
                    }

                    if (outcome == OtpAttemptOutcome.Cancelled)
                    {
                        challenge.Expire(now);
                    }

                    break;
                case OtpAttemptOutcome.Unknown:
                default:
                    break;
            }

            Keep(number, now);
            return new(challenge.Snapshot(number, limits, now));
        }
    }

    public ValueTask<OtpChallenge?> FindAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken)
    {
        var keys = MemoryKeys.Of(key);
        lock (_numbers.LockOf(keys.Number))
        {
            var now = Now;
            return new(_challenges.Find(keys.Challenge, now)?.Snapshot(Number(keys, limits, now), limits, now));
        }
    }

    public ValueTask<VerifiedMsisdn?> TakeProofAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken)
    {
        var keys = MemoryKeys.Of(key);
        lock (_numbers.LockOf(keys.Number))
        {
            var now = Now;
            return new(_challenges.Find(keys.Challenge, now)?.TakeProof(now));
        }
    }

    public ValueTask<IReadOnlyList<MsisdnDigest>> FindAskedAsync(string campaign, string id, CancellationToken cancellationToken)
    {
        var browser = MemoryKeys.OfBrowser(campaign, id);
        lock (_browsers.LockOf(browser))
        {
            return new(_browsers.Find(browser, Now)?.Asked ?? []);
        }
    }

    public ValueTask LeaveAsync(OtpChallengeKey key, CancellationToken cancellationToken)
    {
        Leave(MemoryKeys.Of(key));
        return default;
    }

    public ValueTask RemoveAsync(OtpChallengeKey key, CancellationToken cancellationToken)
    {
        var keys = MemoryKeys.Of(key);
        lock (_numbers.LockOf(keys.Number))
        {
            _challenges.Remove(keys.Challenge);
            Leave(keys);
        }

        return default;
    }

    public ValueTask<OtpNumberCounts?> FindNumberAsync(
        string campaign, MsisdnDigest msisdnDigest, OtpLimits limits, CancellationToken cancellationToken)
    {
        var number = MemoryKeys.OfNumber(campaign, msisdnDigest);
        lock (_numbers.LockOf(number))
        {
            var now = Now;
            return new(_numbers.Find(MemoryKeys.OfCounts(number, limits.HasProvedNumber), now)?.Counts(limits, now));
        }
    }

    public ValueTask ForgetNumberAsync(string campaign, MsisdnDigest msisdnDigest, CancellationToken cancellationToken)
    {
        var number = MemoryKeys.OfNumber(campaign, msisdnDigest);
        lock (_numbers.LockOf(number))
        {
            _numbers.Remove(MemoryKeys.OfCounts(number, hasProved: false));
            _numbers.Remove(MemoryKeys.OfCounts(number, hasProved: true));
        }

        return default;
    }

    // A number of which nothing is counted is not kept until something is.
    private MemoryNumber Number(MemoryKeys keys, OtpLimits limits, DateTime now)
    {
        var key = MemoryKeys.OfCounts(keys.Number, limits.HasProvedNumber);
        return _numbers.Find(key, now) ?? new(key);
    }

    private void Keep(MemoryNumber number, DateTime now)
    {
        if (number.EndsAt <= now)
        {
            _numbers.Remove(number.Key);
        }
        else if (!_numbers.TryKeep(number, number.EndsAt, now))
        {
            throw room.Full();
        }
    }

    // The lock of a browser is only taken after that of a number, or alone.
    private void Ask(MemoryKeys keys, MemoryChallenge challenge, DateTime now)
    {
        lock (_browsers.LockOf(keys.Browser))
        {
            var browser = _browsers.Find(keys.Browser, now) ?? new(keys.Browser);
            browser.Ask(challenge);
            _browsers.TryKeep(browser, challenge.KeepUntil, now);
        }
    }

    private void Leave(MemoryKeys keys)
    {
        lock (_browsers.LockOf(keys.Browser))
        {
            _browsers.Remove(keys.Browser);
        }
    }
}
