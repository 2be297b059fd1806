using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Stores;
using Xunit;

namespace Offer18.Otp.AspNetCore.Testing;

/// <summary>
/// What every <see cref="IOtpRequestStore"/> promises: derive a public class for each store and run it with xUnit.net v3. Each test
/// is an instance of its own, and its store begins empty.
/// </summary>
public abstract class OtpRequestStoreContract
{
    private const string Msisdn = "447700900123";

    private static readonly OtpChallengeKey Key = new("", "digest-1", "browser-1");

    private static readonly OtpLimits Limits = new()
    {
        CodeLifetime = TimeSpan.FromMinutes(10),
        MaxAttempts = 3,
        ResendCooldown = TimeSpan.FromSeconds(30),
        MaxSends = 3,
        SendWindow = TimeSpan.FromMinutes(10),
        LeaseTime = TimeSpan.FromSeconds(40),
    };

    /// <summary>
    /// The clock that the store goes by: the tests hold it and set it on. Times are compared to the millisecond.
    /// </summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>The store under test.</summary>
    protected abstract IOtpRequestStore Store { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_send_is_granted_and_makes_a_pending_challenge()
    {
        var challenge = await SendAsync(Key, returnUrl: "/premium", requestId: "r1");

        Assert.Equal((Msisdn, "r1", "/premium", 3), (challenge!.Msisdn, challenge.RequestId, challenge.ReturnUrl, challenge.AttemptsRemaining));
        Assert.Equal(Clock.GetUtcNow() + Limits.CodeLifetime, challenge.ExpiresAt);
        Assert.Equal(Clock.GetUtcNow() + Limits.ResendCooldown, challenge.ResendAt);
        Assert.Null(challenge.Verified);
        Assert.Equal(challenge, await FindAsync(Key));
    }

    [Fact]
    public async Task Of_a_hundred_sends_at_once_one_is_granted()
    {
        var decisions = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Task.Run(async () =>
            await Store.BeginSendAsync(Key with { Id = $"browser-{n}" }, Msisdn, null, Limits, Cancellation), Cancellation)));

        Assert.Single(decisions, decision => decision.Status == OtpSendStatus.Granted);
        Assert.Equal(99, decisions.Count(decision => decision.Status == OtpSendStatus.TooSoon));
    }

    [Fact]
    public async Task Within_the_cool_down_no_browser_is_granted_a_send_to_the_number()
    {
        await SendAsync(Key);
        Clock.Advance(TimeSpan.FromSeconds(10));

        var decision = await BeginSendAsync(Key with { Id = "browser-2" });

        Assert.Equal((OtpSendStatus.TooSoon, TimeSpan.FromSeconds(20)), (decision.Status, decision.RetryAfter));
        Assert.Null(decision.Challenge);
        Assert.Equal(OtpSendStatus.Granted, (await BeginSendAsync(Key with { MsisdnDigest = "digest-2" }, "447700900124")).Status);
        Assert.Equal(OtpSendStatus.Granted, (await BeginSendAsync(Key with { Campaign = "other" })).Status);
    }

    [Fact]
    public async Task A_number_gets_so_many_sends_within_the_window_and_more_as_it_slides()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull(await SendAsync(Key));
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var decision = await BeginSendAsync(Key);
        Clock.Advance(TimeSpan.FromMinutes(7));

        Assert.Equal((OtpSendStatus.LimitReached, TimeSpan.FromMinutes(7)), (decision.Status, decision.RetryAfter));
        Assert.NotNull(await SendAsync(Key));
        Assert.Equal(OtpSendStatus.LimitReached, (await BeginSendAsync(Key)).Status);
    }

    [Fact]
    public async Task A_send_that_did_not_leave_is_not_counted()
    {
        var decision = await BeginSendAsync(Key);
        var after = await Store.EndSendAsync(Key, decision.Lease!, OtpSendOutcome.NotSent, null, Limits, Cancellation);

        Assert.Null(after);
        Assert.Null(await FindAsync(Key));
        Assert.Equal(OtpSendStatus.Granted, (await BeginSendAsync(Key)).Status);
    }

    [Fact]
    public async Task A_send_that_failed_stays_counted_and_leaves_an_earlier_code_valid()
    {
        await SendAsync(Key, requestId: "r1");
        Clock.Advance(TimeSpan.FromSeconds(30));
        var decision = await BeginSendAsync(Key, null);

        var after = await Store.EndSendAsync(Key, decision.Lease!, OtpSendOutcome.Failed, null, Limits, Cancellation);

        Assert.Equal("r1", after!.RequestId);
        Assert.Equal(OtpSendStatus.TooSoon, (await BeginSendAsync(Key)).Status);
        Assert.Equal(OtpAttemptStatus.Granted, (await BeginAttemptAsync(Key, "a")).Status);
    }

    [Fact]
    public async Task A_resend_takes_the_number_from_the_challenge_and_begins_its_life_anew()
    {
        await SendAsync(Key, returnUrl: "/premium", requestId: "r1");
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Refused);
        Clock.Advance(TimeSpan.FromMinutes(9));

        var challenge = await SendAsync(Key, msisdn: null, requestId: "r2");

        Assert.Equal((Msisdn, "r2", "/premium", 3), (challenge!.Msisdn, challenge.RequestId, challenge.ReturnUrl, challenge.AttemptsRemaining));
        Assert.Equal(Clock.GetUtcNow() + Limits.CodeLifetime, challenge.ExpiresAt);
    }

    [Fact]
    public async Task A_resend_without_a_challenge_is_refused() =>
        Assert.Equal(OtpSendStatus.NoChallenge, (await BeginSendAsync(Key, null)).Status);

    [Fact]
    public async Task While_the_first_code_is_on_its_way_the_challenge_is_there_and_no_code_can_be_checked()
    {
        await BeginSendAsync(Key);

        Assert.NotNull(await FindAsync(Key));
        Assert.Equal(OtpAttemptStatus.InProgress, (await BeginAttemptAsync(Key, "a")).Status);
    }

    [Fact]
    public async Task A_send_that_never_ended_leaves_no_challenge()
    {
        await BeginSendAsync(Key);
        Clock.Advance(Limits.LeaseTime);

        Assert.Null(await FindAsync(Key));
        Assert.Equal(OtpAttemptStatus.NoChallenge, (await BeginAttemptAsync(Key, "a")).Status);
    }

    [Fact]
    public async Task The_late_end_of_a_send_that_was_given_up_changes_nothing_for_the_next()
    {
        var cutOff = await BeginSendAsync(Key);
        Clock.Advance(Limits.LeaseTime);
        var next = await BeginSendAsync(Key);

        Assert.Null(await Store.EndSendAsync(Key, cutOff.Lease!, OtpSendOutcome.Sent, "late", Limits, Cancellation));
        Assert.Equal(OtpAttemptStatus.InProgress, (await BeginAttemptAsync(Key, "a")).Status);
        var challenge = await Store.EndSendAsync(Key, next.Lease!, OtpSendOutcome.Sent, "r2", Limits, Cancellation);

        Assert.Equal("r2", challenge!.RequestId);
        Assert.Equal(OtpAttemptStatus.Granted, (await BeginAttemptAsync(Key, "a")).Status);
    }

    [Fact]
    public async Task A_challenge_that_was_removed_while_its_code_was_sent_does_not_come_back()
    {
        var decision = await BeginSendAsync(Key);
        await Store.RemoveAsync(Key, Cancellation);

        Assert.Null(await Store.EndSendAsync(Key, decision.Lease!, OtpSendOutcome.Sent, "r1", Limits, Cancellation));
        Assert.Null(await FindAsync(Key));
    }

    [Fact]
    public async Task A_new_code_and_a_check_of_the_old_one_never_cross()
    {
        var hasty = Limits with { ResendCooldown = TimeSpan.FromSeconds(1) };
        await SendAsync(Key);
        Clock.Advance(TimeSpan.FromSeconds(5));

        var attempt = await BeginAttemptAsync(Key, "a");
        var during = await Store.BeginSendAsync(Key, null, null, hasty, Cancellation);
        await EndAsync(Key, attempt.Lease!, OtpAttemptOutcome.Refused);
        var send = await Store.BeginSendAsync(Key, null, null, hasty, Cancellation);
        Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((OtpSendStatus.TooSoon, Limits.LeaseTime), (during.Status, during.RetryAfter));
        Assert.Equal(OtpSendStatus.Granted, send.Status);
        Assert.Equal(OtpAttemptStatus.InProgress, (await BeginAttemptAsync(Key, "b")).Status);
        Assert.Equal(OtpSendStatus.TooSoon, (await Store.BeginSendAsync(Key, null, null, hasty, Cancellation)).Status);
        Assert.NotNull(await Store.EndSendAsync(Key, send.Lease!, OtpSendOutcome.Sent, "r2", hasty, Cancellation));
        Assert.Equal(OtpAttemptStatus.Granted, (await BeginAttemptAsync(Key, "b")).Status);
    }

    [Fact]
    public async Task A_granted_attempt_says_when_that_was()
    {
        await SendAsync(Key);
        Clock.Advance(TimeSpan.FromSeconds(1));

        var granted = await BeginAttemptAsync(Key, "a");
        var refused = await BeginAttemptAsync(Key, "a");

        Assert.Equal((Clock.GetUtcNow(), null), (granted.GrantedAt, refused.GrantedAt));
    }

    [Fact]
    public async Task Of_a_hundred_attempts_at_once_one_is_granted()
    {
        await SendAsync(Key);

        var decisions = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Task.Run(async () =>
            await BeginAttemptAsync(Key, $"code-{n % 2}"), Cancellation)));

        Assert.Single(decisions, decision => decision.Status == OtpAttemptStatus.Granted);
        Assert.Equal(99, decisions.Count(decision => decision.Status == OtpAttemptStatus.InProgress));
    }

    [Fact]
    public async Task Attempts_are_counted_when_they_begin_across_all_challenges_of_a_number()
    {
        for (var n = 0; n < 3; n++)
        {
            await SendAsync(Key with { Id = $"browser-{n}" });
            Clock.Advance(TimeSpan.FromSeconds(30));
        }

        var decisions = new List<OtpAttemptDecision>();
        for (var n = 0; n < 3; n++)
        {
            decisions.Add(await BeginAttemptAsync(Key with { Id = $"browser-{n}" }, $"code-{n}"));
        }

        await EndAsync(Key with { Id = "browser-0" }, decisions[0].Lease!, OtpAttemptOutcome.Wrong);
        var another = await BeginAttemptAsync(Key with { Id = "browser-0" }, "code-3");

        Assert.All(decisions, decision => Assert.Equal(OtpAttemptStatus.Granted, decision.Status));
        Assert.Equal((OtpAttemptStatus.Exhausted, TimeSpan.FromSeconds(30)), (another.Status, another.RetryAfter));
    }

    [Fact]
    public async Task Wrong_codes_lock_the_number_and_the_lock_grows_to_an_hour()
    {
        await SendAsync(Key);
        for (var remaining = 2; remaining >= 0; remaining--)
        {
            Assert.Equal(remaining, (await EndAttemptAsync(Key, $"a{remaining}", OtpAttemptOutcome.Wrong))!.AttemptsRemaining);
        }

        var locks = new List<TimeSpan>();
        for (var i = 0; i < 10; i++)
        {
            var decision = await BeginSendAsync(Key);
            Assert.Equal(OtpSendStatus.Locked, decision.Status);
            locks.Add(decision.RetryAfter!.Value);
            Clock.Advance(decision.RetryAfter.Value > Limits.SendWindow ? decision.RetryAfter.Value : Limits.SendWindow);
            Assert.Equal(1, (await SendAsync(Key))!.AttemptsRemaining);
            Assert.Equal(0, (await EndAttemptAsync(Key, $"b{i}", OtpAttemptOutcome.Wrong))!.AttemptsRemaining);
        }

        Assert.Equal([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600], locks.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task After_a_hundred_wrong_codes_in_a_row_the_number_stays_locked()
    {
        await SendAsync(Key);
        for (var i = 0; i < 3; i++)
        {
            await EndAttemptAsync(Key, $"a{i}", OtpAttemptOutcome.Wrong);
        }

        for (var i = 3; i < 100; i++)
        {
            Clock.Advance(TimeSpan.FromHours(1));
            Assert.NotNull(await SendAsync(Key));
            Assert.NotNull(await EndAttemptAsync(Key, $"b{i}", OtpAttemptOutcome.Wrong));
        }

        Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(OtpSendStatus.Locked, (await BeginSendAsync(Key)).Status);
    }

    [Fact]
    public async Task A_right_code_verifies_once_and_clears_the_number()
    {
        await SendAsync(Key);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Wrong);
        await EndAttemptAsync(Key, "b", OtpAttemptOutcome.Wrong);
        var proof = Proof("p1");

        var challenge = await EndAttemptAsync(Key, "c", OtpAttemptOutcome.Verified, proof);
        var again = await BeginAttemptAsync(Key, "c");

        Assert.Equal(proof, challenge!.Verified);
        Assert.Equal((OtpAttemptStatus.AlreadyVerified, proof), (again.Status, again.Challenge!.Verified));
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(3, (await SendAsync(Key with { Id = "browser-2" }))!.AttemptsRemaining);
    }

    [Fact]
    public async Task A_store_that_is_both_keeps_the_proof_along_with_the_end_of_the_attempt_even_a_late_one()
    {
        await SendAsync(Key);
        var attempt = await BeginAttemptAsync(Key, "a");
        await Store.RemoveAsync(Key, Cancellation);

        Assert.Null(await EndAsync(Key, attempt.Lease!, OtpAttemptOutcome.Verified, Proof("p1")));
        if (Store is IVerifiedMsisdnStore proofs)
        {
            Assert.Equal(Proof("p1"), await proofs.FindAsync("", Proof("p1").Id, Cancellation));
        }
    }

    [Fact]
    public async Task A_verified_challenge_sends_no_more_and_gives_way_to_a_new_one()
    {
        await SendAsync(Key);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Verified, Proof("p1"));
        Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(OtpSendStatus.NoChallenge, (await BeginSendAsync(Key, null)).Status);
        Assert.Null((await SendAsync(Key))!.Verified);
    }

    [Theory]
    [InlineData(OtpAttemptOutcome.NotChecked, 3, false)]
    [InlineData(OtpAttemptOutcome.Refused, 2, false)]
    [InlineData(OtpAttemptOutcome.Wrong, 2, false)]
    [InlineData(OtpAttemptOutcome.Unknown, 2, true)]
    public async Task An_attempt_counts_by_its_end(OtpAttemptOutcome outcome, int remaining, bool repeat)
    {
        await SendAsync(Key);

        Assert.Equal(remaining, (await EndAttemptAsync(Key, "a", outcome))!.AttemptsRemaining);
        Assert.Equal(repeat, (await BeginAttemptAsync(Key, "a")).IsRepeat);
    }

    [Fact]
    public async Task A_code_whose_check_was_lost_fails_the_number_once_however_often_it_is_tried()
    {
        await SendAsync(Key);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Unknown);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Unknown);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.NotChecked);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Unknown);

        Assert.Equal(OtpAttemptStatus.Exhausted, (await BeginAttemptAsync(Key, "a")).Status);
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2, (await SendAsync(Key))!.AttemptsRemaining);
    }

    [Fact]
    public async Task An_attempt_that_never_ended_stays_counted_and_its_code_may_be_tried_again()
    {
        await SendAsync(Key);
        var cutOff = await BeginAttemptAsync(Key, "a");
        Clock.Advance(Limits.LeaseTime);

        var again = await BeginAttemptAsync(Key, "a");

        Assert.True(again.IsRepeat);
        Assert.Null(await EndAsync(Key, cutOff.Lease!, OtpAttemptOutcome.Verified, Proof("late")));
        Assert.Null((await FindAsync(Key))!.Verified);
    }

    [Fact]
    public async Task A_code_expires_and_so_does_one_that_the_partner_has_given_up()
    {
        await SendAsync(Key);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Void);
        Assert.Equal(OtpAttemptStatus.Expired, (await BeginAttemptAsync(Key, "b")).Status);

        await SendAsync(Key with { MsisdnDigest = "digest-2" }, "447700900124");
        Clock.Advance(Limits.CodeLifetime);
        Assert.Equal(OtpAttemptStatus.Expired, (await BeginAttemptAsync(Key with { MsisdnDigest = "digest-2" }, "b")).Status);
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

    [Theory]
    [InlineData(OtpAttemptOutcome.Void)]
    [InlineData(OtpAttemptOutcome.NotChecked)]
    public async Task The_late_end_of_an_attempt_that_outlived_its_lease_leaves_a_new_code_as_it_is(OtpAttemptOutcome outcome)
    {
        await SendAsync(Key);
        var outlived = await BeginAttemptAsync(Key, "a");
        Clock.Advance(Limits.LeaseTime);
        var resent = await SendAsync(Key, null);

        Assert.Null(await EndAsync(Key, outlived.Lease!, outcome));

        Assert.Equal(resent, await FindAsync(Key));
        Assert.Equal(Clock.GetUtcNow() + Limits.CodeLifetime, resent!.ExpiresAt);
        for (var i = 0; i < Limits.MaxAttempts; i++)
        {
            await EndAttemptAsync(Key, $"b{i}", OtpAttemptOutcome.Refused);
        }

        Assert.Equal(OtpAttemptStatus.Exhausted, (await BeginAttemptAsync(Key, "c")).Status);
    }

    [Fact]
    public async Task Challenges_of_two_browsers_and_of_two_campaigns_never_meet()
    {
        await SendAsync(Key);

        Assert.Null(await FindAsync(Key with { Id = "browser-2" }));
        Assert.Null(await FindAsync(Key with { Campaign = "other" }));
        Assert.Equal(OtpAttemptStatus.NoChallenge, (await BeginAttemptAsync(Key with { Campaign = "other" }, "a")).Status);
    }

    private static VerifiedMsisdn Proof(string id) => new()
    {
        Id = $"{Key.MsisdnDigest}.{id}",
        Campaign = "",
        Msisdn = Msisdn,
        VerifiedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        ValidUntil = new DateTimeOffset(2026, 1, 2, 3, 34, 5, TimeSpan.Zero),
    };

    private ValueTask<OtpSendDecision> BeginSendAsync(OtpChallengeKey key, string? msisdn = Msisdn, string? returnUrl = null) =>
        Store.BeginSendAsync(key, msisdn, returnUrl, Limits, Cancellation);

    private async Task<OtpChallenge?> SendAsync(
        OtpChallengeKey key, string? msisdn = Msisdn, string? returnUrl = null, string? requestId = null)
    {
        var decision = await BeginSendAsync(key, msisdn, returnUrl);
        Assert.Equal(OtpSendStatus.Granted, decision.Status);
        return await Store.EndSendAsync(key, decision.Lease!, OtpSendOutcome.Sent, requestId, Limits, Cancellation);
    }

    private ValueTask<OtpAttemptDecision> BeginAttemptAsync(OtpChallengeKey key, string codeDigest) =>
        Store.BeginAttemptAsync(key, codeDigest, Limits, Cancellation);

    private ValueTask<OtpChallenge?> EndAsync(
        OtpChallengeKey key, string lease, OtpAttemptOutcome outcome, VerifiedMsisdn? proof = null) =>
        Store.EndAttemptAsync(key, lease, outcome, proof, Limits, Cancellation);

    private async Task<OtpChallenge?> EndAttemptAsync(
        OtpChallengeKey key, string codeDigest, OtpAttemptOutcome outcome, VerifiedMsisdn? proof = null)
    {
        var decision = await BeginAttemptAsync(key, codeDigest);
        Assert.Equal(OtpAttemptStatus.Granted, decision.Status);
        return await EndAsync(key, decision.Lease!, outcome, proof);
    }

    private ValueTask<OtpChallenge?> FindAsync(OtpChallengeKey key) => Store.FindAsync(key, Limits, Cancellation);
}
