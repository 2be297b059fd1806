using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Stores;
using Xunit;

namespace Offer18.Otp.AspNetCore.Testing;

/// <summary>
/// The promises of every <see cref="IOtpRequestStore"/>. Derive a public class for each store, and run it with xUnit.net v3. xUnit.net
/// makes a new instance of the class for each test. Give each instance an empty store.
/// </summary>
public abstract partial class OtpRequestStoreContract
{
    private const string Digits = "447700900123";

    private static readonly OtpChallengeKey Key = new("", new("digest-1"), "browser-1");

    private static readonly OtpLimits Limits = new()
    {
        CodeLifetime = TimeSpan.FromMinutes(10),
        MaxAttempts = 3,
        ResendCooldown = TimeSpan.FromSeconds(30),
        MaxSends = 3,
        SendWindow = TimeSpan.FromMinutes(10),
        LeaseTime = TimeSpan.FromSeconds(40),
    };

    /// <summary>The clock of the store. It stands still until a test moves it. The tests compare times to the millisecond.</summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>The store under test.</summary>
    protected abstract IOtpRequestStore Store { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Challenges_of_two_browsers_and_of_two_campaigns_never_meet()
    {
        await SendAsync(Key);

        Assert.Null(await FindAsync(Key with { Id = "browser-2" }));
        Assert.Null(await FindAsync(Key with { Campaign = "other" }));
        Assert.Equal(OtpAttemptStatus.NoChallenge, (await BeginAttemptAsync(Key with { Campaign = "other" }, "a")).Status);
    }

    [Fact]
    public async Task An_expired_challenge_is_kept_for_as_long_again_and_then_gone()
    {
        await SendAsync(Key);
        Clock.Advance((Limits.CodeLifetime * 2) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await FindAsync(Key));

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await FindAsync(Key));
        Assert.Equal(OtpAttemptStatus.NoChallenge, (await BeginAttemptAsync(Key, "a")).Status);
    }

    [Fact]
    public async Task A_code_expires_and_so_does_one_that_the_partner_has_given_up()
    {
        await SendAsync(Key);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Expired);
        Assert.Equal(OtpAttemptStatus.Expired, (await BeginAttemptAsync(Key, "b")).Status);

        await SendAsync(Key with { MsisdnDigest = new("digest-2") }, "447700900124");
        Clock.Advance(Limits.CodeLifetime);
        Assert.Equal(OtpAttemptStatus.Expired, (await BeginAttemptAsync(Key with { MsisdnDigest = new("digest-2") }, "b")).Status);
    }

    private static VerifiedMsisdn Proof(string id) => new()
    {
        Id = new($"{Key.MsisdnDigest.Value}.{id}"),
        Campaign = "",
        Msisdn = "+" + Digits,
        VerifiedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        ValidUntil = new DateTimeOffset(2026, 1, 2, 3, 34, 5, TimeSpan.Zero),
    };

    private ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? digits = Digits, string? returnUrl = null, OtpLimits? limits = null) =>
        Store.BeginSendAsync(key, digits, returnUrl, limits ?? Limits, Cancellation);

    private async Task<OtpChallenge?> SendAsync(
        OtpChallengeKey key, string? digits = Digits, string? returnUrl = null, string? requestId = null, OtpLimits? limits = null)
    {
        var decision = await BeginSendAsync(key, digits, returnUrl, limits);
        Assert.Equal(OtpSendStatus.Granted, decision.Status);
        return await Store.EndSendAsync(key, decision.Lease!, new(OtpSendOutcome.Sent) { RequestId = requestId }, limits ?? Limits, Cancellation);
    }

    private ValueTask<OtpAttemptDecision> BeginAttemptAsync(OtpChallengeKey key, string codeDigest, OtpLimits? limits = null) =>
        Store.BeginAttemptAsync(key, codeDigest, limits ?? Limits, Cancellation);

    private ValueTask<OtpChallenge?> EndAsync(
        OtpChallengeKey key, OtpLease lease, OtpAttemptOutcome outcome, VerifiedMsisdn? proof = null, OtpLimits? limits = null) =>
        Store.EndAttemptAsync(key, lease, outcome, proof, limits ?? Limits, Cancellation);

    private async Task<OtpChallenge?> EndAttemptAsync(
        OtpChallengeKey key, string codeDigest, OtpAttemptOutcome outcome, VerifiedMsisdn? proof = null, OtpLimits? limits = null)
    {
        var decision = await BeginAttemptAsync(key, codeDigest, limits);
        Assert.Equal(OtpAttemptStatus.Granted, decision.Status);
        return await EndAsync(key, decision.Lease!, outcome, proof, limits);
    }

    private ValueTask<IReadOnlyList<MsisdnDigest>> AskedAsync(OtpChallengeKey key) => Store.FindAskedAsync(key.Campaign, key.Id, Cancellation);

    private ValueTask<OtpChallenge?> FindAsync(OtpChallengeKey key) => Store.FindAsync(key, Limits, Cancellation);
}
