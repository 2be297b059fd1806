using Offer18.Otp.AspNetCore.Stores;
using Xunit;

namespace Offer18.Otp.AspNetCore.Testing;

public abstract partial class OtpRequestStoreContract
{
    [Fact]
    public async Task A_proof_is_taken_once_and_within_a_minute_of_the_verification()
    {
        var late = Key with { Id = "browser-2" };
        await SendAsync(Key);
        Assert.Null(await Store.TakeProofAsync(Key, Limits, Cancellation));
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Verified, Proof("p1"));
        Clock.Advance(OtpLimits.ProofIsTakenWithin - TimeSpan.FromMilliseconds(1));

        Assert.Equal(Proof("p1"), await Store.TakeProofAsync(Key, Limits, Cancellation));
        Assert.Null(await Store.TakeProofAsync(Key, Limits, Cancellation));
        Assert.NotNull((await FindAsync(Key))!.Verified);

        await SendAsync(late);
        await EndAttemptAsync(late, "a", OtpAttemptOutcome.Verified, Proof("p2"));
        Clock.Advance(OtpLimits.ProofIsTakenWithin);
        Assert.Null(await Store.TakeProofAsync(late, Limits, Cancellation));
    }

    [Fact]
    public async Task Of_a_hundred_who_would_take_a_proof_one_gets_it()
    {
        await SendAsync(Key);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Verified, Proof("p1"));

        var taken = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () => await Store.TakeProofAsync(Key, Limits, Cancellation))));

        Assert.Single(taken, proof => proof is not null);
    }

    [Theory]
    [InlineData(OtpAttemptOutcome.Verified, OtpCheckProgress.None)]
    [InlineData(OtpAttemptOutcome.Wrong, OtpCheckProgress.None)]
    [InlineData(OtpAttemptOutcome.Refused, OtpCheckProgress.None)]
    [InlineData(OtpAttemptOutcome.NotChecked, OtpCheckProgress.None)]
    [InlineData(OtpAttemptOutcome.Unknown, OtpCheckProgress.Unknown)]
    public async Task A_challenge_says_whether_its_last_check_is_open(OtpAttemptOutcome outcome, OtpCheckProgress afterwards)
    {
        await SendAsync(Key);
        Assert.Equal(OtpCheckProgress.None, (await FindAsync(Key))!.LastCheck);
        var attempt = await BeginAttemptAsync(Key, "a");
        Assert.Equal(OtpCheckProgress.Running, (await FindAsync(Key))!.LastCheck);

        await EndAsync(Key, attempt.Lease!, outcome, outcome == OtpAttemptOutcome.Verified ? Proof("p1") : null);

        if (outcome != OtpAttemptOutcome.Verified)
        {
            Assert.Equal(afterwards, (await FindAsync(Key))!.LastCheck);
        }
    }

    [Fact]
    public async Task A_cancelled_challenge_has_no_check_and_costs_nothing()
    {
        await SendAsync(Key);
        var attempt = await BeginAttemptAsync(Key, "a");

        var after = await EndAsync(Key, attempt.Lease!, OtpAttemptOutcome.Cancelled);

        Assert.Equal((Limits.MaxAttempts, Clock.GetUtcNow(), OtpCheckProgress.None), (after!.AttemptsRemaining, after.ExpiresAt, after.LastCheck));
        Assert.Equal(OtpAttemptStatus.Expired, (await BeginAttemptAsync(Key, "a")).Status);
        Clock.Advance(Limits.ResendCooldown);
        await SendAsync(Key);
        Assert.Equal(OtpAttemptStatus.Granted, (await BeginAttemptAsync(Key, "b")).Status);
    }

    [Fact]
    public async Task A_check_that_nobody_has_ended_stays_open()
    {
        await SendAsync(Key);
        await BeginAttemptAsync(Key, "a");
        Clock.Advance(Limits.LeaseTime);

        Assert.Equal(OtpCheckProgress.Unknown, (await FindAsync(Key))!.LastCheck);
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
    public async Task The_end_of_an_attempt_does_not_bring_a_removed_challenge_back()
    {
        await SendAsync(Key);
        var attempt = await BeginAttemptAsync(Key, "a");
        await Store.RemoveAsync(Key, Cancellation);

        Assert.Null(await EndAsync(Key, attempt.Lease!, OtpAttemptOutcome.Verified, Proof("p1")));
        Assert.Null(await FindAsync(Key));
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
    public async Task After_a_new_code_was_sent_no_check_repeats_an_earlier_one()
    {
        await SendAsync(Key);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Unknown);
        Clock.Advance(Limits.ResendCooldown);
        await SendAsync(Key, null);

        Assert.False((await BeginAttemptAsync(Key, "a")).IsRepeat);
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

    [Theory]
    [InlineData(OtpAttemptOutcome.Expired)]
    [InlineData(OtpAttemptOutcome.NotChecked)]
    public async Task The_late_end_of_an_attempt_leaves_a_new_code_as_it_is(OtpAttemptOutcome outcome)
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
}
