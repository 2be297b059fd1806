using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Stores;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// Both stores, in one Redis. Each operation is one script by Redis' own clock, and what it touches, challenge, number and proof alike, bears
/// one hash tag: the bucket that the number's digest falls into. A campaign's revocation lies in every bucket: at every number it would have
/// to be written a million times, and in one place a cluster's gate would hang on that place's master.
/// </summary>
internal sealed class RedisOtpStore(
    RedisConnection connection, IDataProtectionProvider dataProtection, IOptions<RedisStoreOptions> options, TimeProvider? clock = null)
    : IOtpRequestStore, IVerifiedMsisdnStore
{
    private const int Buckets = 256;

    private readonly RedisProtector _protector = new(dataProtection);
    private readonly VerifiedMsisdnProtector _proofs = new(dataProtection);

    public async ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? msisdn, string? returnUrl, OtpLimits limits, CancellationToken cancellationToken)
    {
        var lease = NewLease();
        var answer = (RedisResult[])(await RunAsync(
            RedisScript.BeginSend,
            KeysOf(key),
            [.. Arguments(limits), lease, _protector.Protect(key, Field.Msisdn, msisdn), _protector.Protect(key, Field.ReturnUrl, returnUrl)],
            cancellationToken))!;
        var status = (OtpSendStatus)(int)answer[0];
        var challenge = Challenge(key, answer[2]);
        return status == OtpSendStatus.Granted && challenge is null
            ? new OtpSendDecision(OtpSendStatus.NoChallenge)
            : new OtpSendDecision(status)
            {
                Lease = status == OtpSendStatus.Granted ? lease : null,
                RetryAfter = Duration(answer[1]),
                Challenge = challenge,
            };
    }

    public async ValueTask<OtpChallenge?> EndSendAsync(
        OtpChallengeKey key, string lease, OtpSendOutcome outcome, string? requestId, OtpLimits limits, CancellationToken cancellationToken) =>
        Challenge(key, await RunAsync(
            RedisScript.EndSend,
            KeysOf(key),
            [.. Arguments(limits), lease, outcome.ToString(), _protector.Protect(key, Field.RequestId, requestId)],
            cancellationToken));

    public async ValueTask<OtpAttemptDecision> BeginAttemptAsync(
        OtpChallengeKey key, string codeDigest, OtpLimits limits, CancellationToken cancellationToken)
    {
        var lease = NewLease();
        var answer = (RedisResult[])(await RunAsync(
            RedisScript.BeginAttempt, KeysOf(key), [.. Arguments(limits), lease, codeDigest], cancellationToken))!;
        var status = (OtpAttemptStatus)(int)answer[0];
        var challenge = Challenge(key, answer[2]);
        return challenge is null
            ? new OtpAttemptDecision(OtpAttemptStatus.NoChallenge)
            : new OtpAttemptDecision(status)
            {
                Lease = status == OtpAttemptStatus.Granted ? lease : null,
                GrantedAt = answer[3].IsNull ? null : Time(answer[3]),
                IsRepeat = !answer[4].IsNull && (bool)answer[4],
                RetryAfter = Duration(answer[1]),
                Challenge = challenge,
            };
    }

    public async ValueTask<OtpChallenge?> EndAttemptAsync(
        OtpChallengeKey key, string lease, OtpAttemptOutcome outcome, VerifiedMsisdn? verified, OtpLimits limits, CancellationToken cancellationToken)
    {
        RedisKey[] proofKey = verified is null ? [] : [ProofKey(verified.Campaign, verified.Id)];
        RedisValue[] proof = verified is null
            ? [RedisValue.EmptyString]
            : [_protector.Protect(key, Field.Proof, _proofs.Protect(verified)), .. Arguments(verified)];
        return Challenge(key, await RunAsync(
            RedisScript.EndAttempt,
            [.. KeysOf(key), .. proofKey],
            [.. Arguments(limits), lease, outcome.ToString(), .. proof],
            cancellationToken));
    }

    public async ValueTask<OtpChallenge?> FindAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken) =>
        Challenge(key, await RunAsync(RedisScript.Find, KeysOf(key), Arguments(limits), cancellationToken));

    public async ValueTask RemoveAsync(OtpChallengeKey key, CancellationToken cancellationToken) =>
        await BoundAsync(database => database.KeyDeleteAsync(KeysOf(key)[0]), cancellationToken);

    public async ValueTask SetAsync(VerifiedMsisdn verified, CancellationToken cancellationToken) => await RunAsync(
        RedisScript.SetProof, [ProofKey(verified.Campaign, verified.Id)], [Clock(), .. Arguments(verified)], cancellationToken);

    public async ValueTask<VerifiedMsisdn?> FindAsync(string campaign, string id, CancellationToken cancellationToken)
    {
        var digest = VerifiedMsisdn.MsisdnDigestOf(id);
        var found = await RunAsync(
            RedisScript.FindProof,
            [ProofKey(campaign, id), Key(campaign, digest, "r"), RevocationKey(campaign, BucketOf(digest))],
            [Clock()],
            cancellationToken);
        return !found.IsNull && _proofs.Unprotect(campaign, (byte[])found[0]!) is { } proof && proof.Id == id
            ? proof with { Revoked = (bool)found[1] }
            : null;
    }

    public async ValueTask RevokeAsync(string campaign, string id, TimeSpan keepFor, CancellationToken cancellationToken) =>
        await RunAsync(RedisScript.RevokeProof, [ProofKey(campaign, id)], [Clock(), Milliseconds(keepFor)], cancellationToken);

    public async ValueTask RevokeAllAsync(string campaign, string? msisdnDigest, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        IEnumerable<RedisKey> keys = msisdnDigest is null
            ? Enumerable.Range(0, Buckets).Select(bucket => RevocationKey(campaign, (byte)bucket))
            : [Key(campaign, msisdnDigest, "r")];
        await Task.WhenAll(keys.Select(key => RunAsync(RedisScript.RevokeAll, [key], [Clock(), Milliseconds(keepFor)], cancellationToken)));
    }

    private static string NewLease() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    private static long Milliseconds(TimeSpan duration) => (long)duration.TotalMilliseconds;

    private static DateTimeOffset Time(RedisResult milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);

    private static TimeSpan? Duration(RedisResult milliseconds) => milliseconds.IsNull ? null : TimeSpan.FromMilliseconds((long)milliseconds);

    private RedisKey[] KeysOf(OtpChallengeKey key) =>
        [Key(key.Campaign, key.MsisdnDigest, $"c:{key.Id}"), Key(key.Campaign, key.MsisdnDigest, "n")];

    private RedisKey ProofKey(string campaign, string id)
    {
        var digest = VerifiedMsisdn.MsisdnDigestOf(id);
        return Key(campaign, digest, $"p{id.AsSpan(digest.Length)}");
    }

    internal RedisKey Key(string campaign, string msisdnDigest, string what) => $"{BucketKey(campaign, BucketOf(msisdnDigest))}:{msisdnDigest}:{what}";

    internal RedisKey RevocationKey(string campaign, byte bucket) => $"{BucketKey(campaign, bucket)}:r";

    private string BucketKey(string campaign, byte bucket) => $"{options.Value.InstanceName}offer18-otp:{campaign}:{{{bucket:x2}}}";

    internal static byte BucketOf(string msisdnDigest) => SHA256.HashData(Encoding.ASCII.GetBytes(msisdnDigest))[0];

    private RedisValue Clock() => clock is null ? RedisValue.EmptyString : clock.GetUtcNow().ToUnixTimeMilliseconds();

    private RedisValue[] Arguments(OtpLimits limits) =>
    [
        Clock(), Milliseconds(limits.CodeLifetime), limits.MaxAttempts, Milliseconds(limits.ResendCooldown),
        limits.MaxSends, Milliseconds(limits.SendWindow), Milliseconds(limits.LeaseTime),
    ];

    private RedisValue[] Arguments(VerifiedMsisdn proof) =>
    [
        _proofs.Protect(proof),
        proof.VerifiedAt.ToUnixTimeMilliseconds(),
        proof.ValidUntil.ToUnixTimeMilliseconds(),
        proof.Revoked ? 1 : RedisValue.EmptyString,
    ];

    private OtpChallenge? Challenge(OtpChallengeKey key, RedisResult snapshot) =>
        snapshot.IsNull || _protector.Unprotect(key, Field.Msisdn, snapshot[0]) is not { } msisdn
            ? null
            : new OtpChallenge
            {
                Msisdn = msisdn,
                RequestId = _protector.Unprotect(key, Field.RequestId, snapshot[1]),
                ReturnUrl = _protector.Unprotect(key, Field.ReturnUrl, snapshot[2]),
                ExpiresAt = Time(snapshot[3]),
                ResendAt = Time(snapshot[4]),
                AttemptsRemaining = (int)snapshot[5],
                Verified = _protector.UnprotectBytes(key, Field.Proof, snapshot[6]) is { } proof ? _proofs.Unprotect(key.Campaign, proof) : null,
            };

    private Task<RedisResult> RunAsync(string script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken) =>
        BoundAsync(database => database.ScriptEvaluateAsync(script, keys, arguments, CommandFlags.DemandMaster), cancellationToken);

    private Task<T> BoundAsync<T>(Func<IDatabase, Task<T>> call, CancellationToken cancellationToken)
    {
        return ConnectAndCallAsync().WaitAsync(options.Value.Timeout, cancellationToken);

        async Task<T> ConnectAndCallAsync() => await call((await connection.GetAsync()).GetDatabase());
    }

    // As the scripts name them.
    private static class Field
    {
        public const string Msisdn = "m";
        public const string RequestId = "r";
        public const string ReturnUrl = "u";
        public const string Proof = "p";
    }
}
