using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Stores;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// Challenges, limits of numbers, and proofs, in one Redis. Each operation is one script and uses Redis' own clock. Only a campaign's revocation runs one script per
/// bucket, and the removal of a challenge is a plain command. All keys of an operation have one hash tag: the bucket of the number's
/// digest. A campaign's revocation is written to each bucket. Writing it for each number could take a million writes. Writing it in only
/// one place would make every gate of a cluster depend on one master.
/// </summary>
internal sealed class RedisOtpStore(
    RedisConnection connection, IDataProtectionProvider dataProtection, IOptions<RedisStoreOptions> options, TimeProvider? clock = null)
    : IOtpRequestStore, IVerifiedMsisdnStore
{
    private readonly RedisRunner _redis = new(connection, options, clock);
    private readonly RedisProtector _protector = new(dataProtection);
    private readonly VerifiedMsisdnProtector _proofs = new(dataProtection);

    public ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? digits, string? returnUrl, OtpLimits limits, CancellationToken cancellationToken) =>
        BeginSendAsync(key, digits, returnUrl, null, limits, cancellationToken);

    public async ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? digits, string? returnUrl, OtpCampaignContext? context, OtpLimits limits, CancellationToken cancellationToken)
    {
        var lease = OtpLease.New();
        var answer = await _redis.RunAsync(
            RedisScript.BeginSend,
            KeysOf(key, limits),
            new()
            {
                Arguments(limits),
                { "lease", lease.Value },
                { "digits", _protector.Protect(key, Field.Digits, digits) },
                { "return_url", _protector.Protect(key, Field.ReturnUrl, returnUrl) },
                { "context", context is null ? RedisValue.Null : _protector.Protect(key, Field.Context, context.Serialize()) },
            },
            cancellationToken);
        var status = answer!.Status<OtpSendStatus>("status");
        var challenge = Challenge(key, limits, answer.Answer("challenge"));
        if (status == OtpSendStatus.Granted)
        {
            // Written only now, so that requests which are refused leave nothing behind.
            await _redis.RunAsync(
                RedisScript.Ask,
                [AskedKey(key.Campaign, key.Id)],
                new() { { "digest", key.MsisdnDigest.Value }, { "kept_for", limits.LeaseTime + (2 * limits.CodeLifetime) } },
                cancellationToken);
        }

        return status == OtpSendStatus.Granted && challenge is null
            ? new OtpSendDecision(OtpSendStatus.NoChallenge)
            : new OtpSendDecision(status)
            {
                Lease = status == OtpSendStatus.Granted ? lease : null,
                RetryAfter = answer.Duration("retry_after"),
                LastErrorCode = answer.Text("last_error_code"),
                Challenge = challenge,
            };
    }

    public async ValueTask<OtpChallenge?> EndSendAsync(
        OtpChallengeKey key, OtpLease lease, OtpSendResult result, OtpLimits limits, CancellationToken cancellationToken) =>
        Challenge(key, limits, await _redis.RunAsync(
            RedisScript.EndSend,
            KeysOf(key, limits),
            new()
            {
                Arguments(limits),
                { "lease", lease.Value },
                { "outcome", result.Outcome.ToString() },
                { "request_id", _protector.Protect(key, Field.RequestId, result.RequestId) },
                { "error_code", result.ErrorCode },
            },
            cancellationToken));

    public async ValueTask<OtpAttemptDecision> BeginAttemptAsync(
        OtpChallengeKey key, string codeDigest, OtpLimits limits, CancellationToken cancellationToken)
    {
        var lease = OtpLease.New();
        var answer = await _redis.RunAsync(
            RedisScript.BeginAttempt,
            KeysOf(key, limits),
            new() { Arguments(limits), LockArguments(limits), { "lease", lease.Value }, { "code_digest", codeDigest } },
            cancellationToken);
        var status = answer!.Status<OtpAttemptStatus>("status");
        var challenge = Challenge(key, limits, answer.Answer("challenge"));
        return challenge is null
            ? new OtpAttemptDecision(OtpAttemptStatus.NoChallenge)
            : new OtpAttemptDecision(status)
            {
                Lease = status == OtpAttemptStatus.Granted ? lease : null,
                GrantedAt = answer.Time("granted_at"),
                IsRepeat = answer.Flag("is_repeat"),
                RetryAfter = answer.Duration("retry_after"),
                Challenge = challenge,
            };
    }

    public async ValueTask<OtpChallenge?> EndAttemptAsync(
        OtpChallengeKey key, OtpLease lease, OtpAttemptOutcome outcome, VerifiedMsisdn? verified, OtpLimits limits, CancellationToken cancellationToken)
    {
        var keys = KeysOf(key, limits);
        var arguments = new RedisArguments
        {
            Arguments(limits),
            LockArguments(limits),
            { "lease", lease.Value },
            { "outcome", outcome.ToString() },
        };
        if (verified is not null)
        {
            keys = [.. keys, ProofKey(verified.Campaign, verified.Id)];
            arguments.Add(Arguments(verified));
            arguments.Add("challenge_proof", _protector.Protect(key, Field.Proof, _proofs.Protect(verified)));
        }

        return Challenge(key, limits, await _redis.RunAsync(RedisScript.EndAttempt, keys, arguments, cancellationToken));
    }

    public async ValueTask<OtpChallenge?> FindAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken) =>
        Challenge(key, limits, await _redis.RunAsync(RedisScript.Find, KeysOf(key, limits), Arguments(limits), cancellationToken));

    public async ValueTask<VerifiedMsisdn?> TakeProofAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken)
    {
        var answer = await _redis.RunAsync(
            RedisScript.TakeProof, KeysOf(key, limits), new() { Arguments(limits), { "taken_within", OtpLimits.ProofIsTakenWithin } }, cancellationToken);
        return _protector.UnprotectBytes(key, Field.Proof, answer?.Bytes("proof")) is { } proof ? _proofs.Unprotect(key.Campaign, proof) : null;
    }

    public async ValueTask<IReadOnlyList<MsisdnDigest>> FindAskedAsync(string campaign, string id, CancellationToken cancellationToken)
    {
        var digests = await _redis.CallAsync(database => database.StringGetAsync(AskedKey(campaign, id), CommandFlags.DemandMaster), cancellationToken);
        return [.. digests.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(digest => new MsisdnDigest(digest))];
    }

    public async ValueTask LeaveAsync(OtpChallengeKey key, CancellationToken cancellationToken) =>
        await _redis.CallAsync(database => database.KeyDeleteAsync(AskedKey(key.Campaign, key.Id)), cancellationToken);

    public async ValueTask RemoveAsync(OtpChallengeKey key, CancellationToken cancellationToken) =>
        await Task.WhenAll(
            _redis.CallAsync(database => database.KeyDeleteAsync(ChallengeKey(key)), cancellationToken),
            _redis.CallAsync(database => database.KeyDeleteAsync(AskedKey(key.Campaign, key.Id)), cancellationToken));

    public async ValueTask<OtpNumberCounts?> FindNumberAsync(
        string campaign, MsisdnDigest msisdnDigest, OtpLimits limits, CancellationToken cancellationToken)
    {
        var number = NumberKey(campaign, msisdnDigest, limits.HasProvedNumber);
        var found = await _redis.RunAsync(RedisScript.FindNumber, [number, number], Arguments(limits), cancellationToken);
        return found is null ? null : new OtpNumberCounts
        {
            Sends = found.Number("sends"),
            WrongCodes = found.Number("failures"),
            RefusedChecks = found.Number("refusals"),
            LockedUntil = found.Time("locked_until"),
            NextSendAt = found.Time("next_send_at"),
        };
    }

    public async ValueTask ForgetNumberAsync(string campaign, MsisdnDigest msisdnDigest, CancellationToken cancellationToken) =>
        await _redis.CallAsync(
            database => database.KeyDeleteAsync([NumberKey(campaign, msisdnDigest, false), NumberKey(campaign, msisdnDigest, true)]), cancellationToken);

    public async ValueTask SetAsync(VerifiedMsisdn verified, CancellationToken cancellationToken) =>
        await _redis.RunAsync(RedisScript.SetProof, [ProofKey(verified.Campaign, verified.Id)], Arguments(verified), cancellationToken);

    public async ValueTask<VerifiedMsisdn?> FindAsync(string campaign, OtpProofId id, CancellationToken cancellationToken)
    {
        var found = await _redis.RunAsync(
            RedisScript.FindProof,
            [ProofKey(campaign, id), Key(campaign, id.MsisdnDigest, "r"), RevocationKey(campaign, BucketOf(id.MsisdnDigest))],
            new(),
            cancellationToken);
        return found?.Bytes("proof") is { } bytes && _proofs.Unprotect(campaign, bytes) is { } proof && proof.Id == id
            ? proof with { Revoked = found.Flag("is_revoked") }
            : null;
    }

    public async ValueTask RevokeAsync(string campaign, OtpProofId id, TimeSpan keepFor, CancellationToken cancellationToken) =>
        await _redis.RunAsync(RedisScript.RevokeProof, [ProofKey(campaign, id)], new() { { "keep_for", keepFor } }, cancellationToken);

    public async ValueTask RevokeAllAsync(string campaign, MsisdnDigest? msisdnDigest, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        IEnumerable<RedisKey> keys = msisdnDigest is null
            ? Enumerable.Range(0, RedisRunner.Buckets).Select(bucket => RevocationKey(campaign, (byte)bucket))
            : [Key(campaign, msisdnDigest, "r")];
        await Task.WhenAll(keys.Select(key => _redis.RunAsync(RedisScript.RevokeAll, [key], new() { { "keep_for", keepFor } }, cancellationToken)));
    }

    internal RedisKey Key(string campaign, MsisdnDigest msisdnDigest, string what) =>
        $"{_redis.BucketKey(campaign, BucketOf(msisdnDigest))}:{msisdnDigest.Value}:{what}";

    // What a browser asked for cannot be found by a number that the browser does not know. So its bucket is that of the browser's id.
    internal RedisKey AskedKey(string campaign, string id) => $"{_redis.BucketKey(campaign, RedisRunner.BucketOf(id))}:a:{id}";

    internal RedisKey RevocationKey(string campaign, byte bucket) => $"{_redis.BucketKey(campaign, bucket)}:r";

    internal static byte BucketOf(MsisdnDigest msisdnDigest) => RedisRunner.BucketOf(msisdnDigest.Value);

    // The browsers that have proved the number have counts of their own.
    private RedisKey[] KeysOf(OtpChallengeKey key, OtpLimits limits) =>
        [ChallengeKey(key), NumberKey(key.Campaign, key.MsisdnDigest, limits.HasProvedNumber)];

    private RedisKey NumberKey(string campaign, MsisdnDigest msisdnDigest, bool hasProved) => Key(campaign, msisdnDigest, hasProved ? "o" : "n");

    private RedisKey ChallengeKey(OtpChallengeKey key) => Key(key.Campaign, key.MsisdnDigest, $"c:{key.Id}");

    private RedisKey ProofKey(string campaign, OtpProofId id) =>
        Key(campaign, id.MsisdnDigest, $"p{id.Value.AsSpan(id.MsisdnDigest.Value.Length)}");

    private static RedisArguments Arguments(OtpLimits limits) => new()
    {
        { "code_lifetime", limits.CodeLifetime },
        { "max_attempts", limits.MaxAttempts },
        { "resend_cooldown", limits.ResendCooldown },
        { "max_sends", limits.MaxSends },
        { "send_window", limits.SendWindow },
        { "lease_time", limits.LeaseTime },
        { "max_failures", limits.LockOut.MaxFailures },
        { "passes_lock", limits.PassesLock ? 1 : RedisValue.Null },
    };

    private static RedisArguments LockArguments(OtpLimits limits) => new()
    {
        { "lock_steps", $"[{string.Join(',', limits.LockSteps().Select(step => $"[{step.Failures},{(long)step.Wait.TotalMilliseconds}]"))}]" },
        { "failures_kept", limits.LockOut.Memory },
    };

    private RedisArguments Arguments(VerifiedMsisdn proof) => new()
    {
        { "proof", _proofs.Protect(proof) },
        { "verified_at", proof.VerifiedAt },
        { "valid_until", proof.ValidUntil },
        { "revoked", proof.Revoked ? 1 : RedisValue.Null },
    };

    private OtpChallenge? Challenge(OtpChallengeKey key, OtpLimits limits, RedisAnswer? snapshot) =>
        snapshot is null || _protector.Unprotect(key, Field.Digits, snapshot.Bytes("digits")) is not { } digits
            ? null
            : new OtpChallenge
            {
                Digits = digits,
                RequestId = _protector.Unprotect(key, Field.RequestId, snapshot.Bytes("request_id")),
                ReturnUrl = _protector.Unprotect(key, Field.ReturnUrl, snapshot.Bytes("return_url")),
                Context = _protector.UnprotectBytes(key, Field.Context, snapshot.Bytes("context")) is { } context ? OtpCampaignContext.Deserialize(context) : null,
                ExpiresAt = snapshot.Time("expires_at")!.Value,
                ResendAt = snapshot.Time("resend_at")!.Value,
                LastCheck = snapshot.Status<OtpCheckProgress>("last_check"),
                IsSendUncertain = snapshot.Flag("is_send_uncertain"),
                AttemptsRemaining = limits.AttemptsRemaining(snapshot.Number("checks"), snapshot.Number("failures"), snapshot.Flag("is_locked"), snapshot.Flag("has_own_check")),
                Verified = _protector.UnprotectBytes(key, Field.Proof, snapshot.Bytes("proof")) is { } proof ? _proofs.Unprotect(key.Campaign, proof) : null,
            };

    // A protected text is bound to its field by these names. They are the names in the stored challenge: see common.lua.
    private static class Field
    {
        public const string Digits = "m";
        public const string RequestId = "r";
        public const string ReturnUrl = "u";
        public const string Context = "x";
        public const string Proof = "p";
    }
}
