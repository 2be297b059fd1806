using Offer18.Otp.AspNetCore.Stores;
using Xunit;

namespace Offer18.Otp.AspNetCore.Testing;

public abstract partial class OtpRequestStoreContract
{
    [Fact]
    public async Task A_send_is_granted_and_makes_a_pending_challenge()
    {
        var challenge = await SendAsync(Key, returnUrl: "/premium", requestId: "r1");

        Assert.Equal((Digits, "r1", "/premium", 3), (challenge!.Digits, challenge.RequestId, challenge.ReturnUrl, challenge.AttemptsRemaining));
        Assert.Equal(Clock.GetUtcNow() + Limits.CodeLifetime, challenge.ExpiresAt);
        Assert.Equal(Clock.GetUtcNow() + Limits.ResendCooldown, challenge.ResendAt);
        Assert.Null(challenge.Verified);
        Assert.Equal(challenge, await FindAsync(Key));
    }

    [Fact]
    public async Task Of_a_hundred_sends_at_once_one_is_granted()
    {
        var decisions = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Task.Run(async () =>
            await Store.BeginSendAsync(Key with { Id = $"browser-{n}" }, Digits, null, Limits, Cancellation), Cancellation)));

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
        Assert.Equal(OtpSendStatus.Granted, (await BeginSendAsync(Key with { MsisdnDigest = new("digest-2") }, "447700900124")).Status);
        Assert.Equal(OtpSendStatus.Granted, (await BeginSendAsync(Key with { Campaign = "other" })).Status);
    }

    [Fact]
    public async Task Cool_down_and_window_end_to_the_millisecond()
    {
        var moment = TimeSpan.FromMilliseconds(1);
        for (var send = 1; send <= Limits.MaxSends; send++)
        {
            await SendAsync(Key);
            Clock.Advance(Limits.ResendCooldown - moment);
            var early = await BeginSendAsync(Key);
            Assert.Equal(send == Limits.MaxSends ? OtpSendStatus.LimitReached : OtpSendStatus.TooSoon, early.Status);
            Assert.Equal(early.RetryAfter, (await FindAsync(Key))!.ResendAt - Clock.GetUtcNow());
            Clock.Advance(moment);
            if (send < Limits.MaxSends)
            {
                Assert.Equal(moment, early.RetryAfter);
                Assert.Equal(Clock.GetUtcNow(), (await FindAsync(Key))!.ResendAt);
            }
        }

        Clock.Advance(Limits.SendWindow - (Limits.MaxSends * Limits.ResendCooldown) - moment);
        var last = await BeginSendAsync(Key);
        Assert.Equal((OtpSendStatus.LimitReached, moment), (last.Status, last.RetryAfter));
        Clock.Advance(moment);
        Assert.Equal(OtpSendStatus.Granted, (await BeginSendAsync(Key)).Status);
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
        var after = await Store.EndSendAsync(Key, decision.Lease!, new(OtpSendOutcome.NotSent), Limits, Cancellation);

        Assert.Null(after);
        Assert.Null(await FindAsync(Key));
        Assert.Equal(OtpSendStatus.Granted, (await BeginSendAsync(Key)).Status);
    }

    [Fact]
    public async Task A_send_that_was_refused_stays_counted_and_leaves_an_earlier_code_valid()
    {
        await SendAsync(Key, requestId: "r1");
        Clock.Advance(TimeSpan.FromSeconds(30));
        var decision = await BeginSendAsync(Key, null);

        var after = await Store.EndSendAsync(Key, decision.Lease!, new(OtpSendOutcome.Refused), Limits, Cancellation);

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

        var challenge = await SendAsync(Key, digits: null, requestId: "r2");

        Assert.Equal((Digits, "r2", "/premium", 3), (challenge!.Digits, challenge.RequestId, challenge.ReturnUrl, challenge.AttemptsRemaining));
        Assert.Equal(Clock.GetUtcNow() + Limits.CodeLifetime, challenge.ExpiresAt);
    }

    [Fact]
    public async Task What_a_campaign_keeps_stays_with_the_challenge_until_the_next_one()
    {
        var context = new OtpCampaignContext { Landing = new Dictionary<string, string> { ["clickid"] = "c 1" }, Operator = "zain" };
        var decision = await Store.BeginSendAsync(Key, Digits, null, context, Limits, Cancellation);
        Assert.Equal(("zain", "c 1"), (decision.Challenge!.Context!.Operator, decision.Challenge.Context.Landing["clickid"]));
        await Store.EndSendAsync(Key, decision.Lease!, new(OtpSendOutcome.Sent), Limits, Cancellation);
        Clock.Advance(Limits.ResendCooldown);

        var resent = await SendAsync(Key, digits: null);
        var attempt = await BeginAttemptAsync(Key, "a");

        Assert.Equal(("zain", "c 1"), (resent!.Context!.Operator, attempt.Challenge!.Context!.Landing["clickid"]));
        Assert.Null((await SendAsync(Key with { MsisdnDigest = new("digest-2") }, "447700900124"))!.Context);
    }

    [Fact]
    public async Task A_resend_without_a_challenge_is_refused() =>
        Assert.Equal(OtpSendStatus.NoChallenge, (await BeginSendAsync(Key, null)).Status);

    [Fact]
    public async Task A_challenge_whose_first_code_is_on_its_way_is_there_and_checks_nothing()
    {
        await BeginSendAsync(Key);

        Assert.NotNull(await FindAsync(Key));
        Assert.Equal(OtpAttemptStatus.InProgress, (await BeginAttemptAsync(Key, "a")).Status);
    }

    [Fact]
    public async Task A_send_that_never_ended_may_have_been_sent_so_its_code_is_checked()
    {
        var begun = Clock.GetUtcNow();
        await BeginSendAsync(Key);
        Clock.Advance(Limits.LeaseTime);

        var challenge = await FindAsync(Key);
        Assert.Equal((Digits, true, begun + Limits.CodeLifetime), (challenge!.Digits, challenge.IsSendUncertain, challenge.ExpiresAt));
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Refused);
        Clock.Advance(Limits.CodeLifetime - Limits.LeaseTime);
        Assert.Equal(OtpAttemptStatus.Expired, (await BeginAttemptAsync(Key, "b")).Status);
        Clock.Advance(Limits.CodeLifetime + Limits.LeaseTime);
        Assert.Null(await FindAsync(Key));
    }

    [Fact]
    public async Task A_resend_that_never_ended_prolongs_the_life_of_the_challenge_and_keeps_its_request()
    {
        await SendAsync(Key, requestId: "r1");
        Clock.Advance(TimeSpan.FromMinutes(9));
        var begun = Clock.GetUtcNow();
        await BeginSendAsync(Key, null);
        Assert.False((await FindAsync(Key))!.IsSendUncertain);
        Clock.Advance(Limits.LeaseTime);

        var challenge = await FindAsync(Key);
        Assert.Equal(("r1", true, begun + Limits.CodeLifetime), (challenge!.RequestId, challenge.IsSendUncertain, challenge.ExpiresAt));
    }

    [Fact]
    public async Task A_send_whose_answer_was_lost_is_pending_until_the_next_one_is_sure()
    {
        var lost = await BeginSendAsync(Key, returnUrl: "/premium");
        var uncertain = await Store.EndSendAsync(Key, lost.Lease!, new(OtpSendOutcome.Unknown), Limits, Cancellation);
        Assert.Equal((true, null, "/premium", 3), (uncertain!.IsSendUncertain, uncertain.RequestId, uncertain.ReturnUrl, uncertain.AttemptsRemaining));
        Assert.Equal(Clock.GetUtcNow() + Limits.CodeLifetime, uncertain.ExpiresAt);
        Assert.Equal(uncertain, await FindAsync(Key));
        Assert.Equal(OtpSendStatus.TooSoon, (await BeginSendAsync(Key)).Status);

        Clock.Advance(Limits.ResendCooldown);
        Assert.False((await SendAsync(Key, null, requestId: "r1"))!.IsSendUncertain);
        Clock.Advance(Limits.ResendCooldown);
        var again = await BeginSendAsync(Key, null);
        uncertain = await Store.EndSendAsync(Key, again.Lease!, new(OtpSendOutcome.Unknown), Limits, Cancellation);
        Assert.Equal((true, "r1"), (uncertain!.IsSendUncertain, uncertain.RequestId));
        Assert.Equal(OtpAttemptStatus.Granted, (await BeginAttemptAsync(Key, "a")).Status);
    }

    [Fact]
    public async Task Within_the_cool_down_every_browser_is_told_why_the_last_send_was_refused()
    {
        var other = Key with { Id = "browser-2" };
        var refused = await BeginSendAsync(Key);
        Assert.Null(await Store.EndSendAsync(
            Key, refused.Lease!, new(OtpSendOutcome.Refused) { ErrorCode = OtpErrorCodes.MsisdnBlocked }, Limits, Cancellation));

        foreach (var key in (OtpChallengeKey[])[Key, other])
        {
            var decision = await BeginSendAsync(key);
            Assert.Equal((OtpSendStatus.TooSoon, OtpErrorCodes.MsisdnBlocked), (decision.Status, decision.LastErrorCode));
        }

        Clock.Advance(Limits.ResendCooldown);
        var next = await BeginSendAsync(other);
        Assert.Null((await BeginSendAsync(Key)).LastErrorCode);
        await Store.EndSendAsync(other, next.Lease!, new(OtpSendOutcome.Sent), Limits, Cancellation);
        Assert.Null((await BeginSendAsync(Key)).LastErrorCode);
    }

    [Fact]
    public async Task The_late_refusal_of_an_earlier_send_says_nothing_of_the_last_one()
    {
        var other = Key with { Id = "browser-2" };
        var late = await BeginSendAsync(Key);
        Clock.Advance(Limits.ResendCooldown);
        await SendAsync(other);
        await Store.EndSendAsync(Key, late.Lease!, new(OtpSendOutcome.Refused) { ErrorCode = OtpErrorCodes.NotEligible }, Limits, Cancellation);

        var decision = await BeginSendAsync(Key);

        Assert.Equal((OtpSendStatus.TooSoon, null), (decision.Status, decision.LastErrorCode));
    }

    [Fact]
    public async Task A_browser_that_got_no_answer_finds_the_two_numbers_that_it_last_asked_for()
    {
        var (second, third) = (Key with { MsisdnDigest = new("digest-2") }, Key with { MsisdnDigest = new("digest-3") });
        Assert.Empty(await AskedAsync(Key));
        await BeginSendAsync(Key);
        Assert.Equal([Key.MsisdnDigest], await AskedAsync(Key));
        Assert.Empty(await AskedAsync(Key with { Campaign = "other" }));
        Assert.Empty(await AskedAsync(Key with { Id = "browser-2" }));

        await SendAsync(second, "447700900124");
        Assert.Equal([second.MsisdnDigest, Key.MsisdnDigest], await AskedAsync(Key));
        await SendAsync(third, "447700900125");
        Clock.Advance(Limits.ResendCooldown);
        await SendAsync(third, null);
        Assert.Equal([third.MsisdnDigest, second.MsisdnDigest], await AskedAsync(Key));

        await Store.LeaveAsync(third, Cancellation);
        Assert.Empty(await AskedAsync(Key));
        Assert.NotNull(await FindAsync(third));

        await SendAsync(second, null);
        await Store.RemoveAsync(second, Cancellation);
        Assert.Empty(await AskedAsync(Key));
    }

    [Fact]
    public async Task A_send_that_is_not_granted_is_not_what_a_browser_asked_for()
    {
        var other = Key with { Id = "browser-2" };
        await SendAsync(Key);

        Assert.Equal(OtpSendStatus.TooSoon, (await BeginSendAsync(other)).Status);
        Assert.Empty(await AskedAsync(other));
    }

    [Fact]
    public async Task The_late_end_of_a_send_that_was_given_up_changes_nothing_for_the_next()
    {
        var cutOff = await BeginSendAsync(Key);
        Clock.Advance(Limits.LeaseTime);
        var next = await BeginSendAsync(Key);

        Assert.Null(await Store.EndSendAsync(Key, cutOff.Lease!, new(OtpSendOutcome.Sent) { RequestId = "late" }, Limits, Cancellation));
        Assert.Equal(OtpAttemptStatus.InProgress, (await BeginAttemptAsync(Key, "a")).Status);
        var challenge = await Store.EndSendAsync(Key, next.Lease!, new(OtpSendOutcome.Sent) { RequestId = "r2" }, Limits, Cancellation);

        Assert.Equal("r2", challenge!.RequestId);
        Assert.Equal(OtpAttemptStatus.Granted, (await BeginAttemptAsync(Key, "a")).Status);
    }

    [Fact]
    public async Task A_challenge_that_was_removed_while_its_code_was_sent_does_not_come_back()
    {
        var decision = await BeginSendAsync(Key);
        await Store.RemoveAsync(Key, Cancellation);

        Assert.Null(await Store.EndSendAsync(Key, decision.Lease!, new(OtpSendOutcome.Sent) { RequestId = "r1" }, Limits, Cancellation));
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
        Assert.NotNull(await Store.EndSendAsync(Key, send.Lease!, new(OtpSendOutcome.Sent) { RequestId = "r2" }, hasty, Cancellation));
        Assert.Equal(OtpAttemptStatus.Granted, (await BeginAttemptAsync(Key, "b")).Status);
    }
}
