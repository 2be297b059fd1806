using Offer18.Otp.AspNetCore.Stores;
using Xunit;

namespace Offer18.Otp.AspNetCore.Testing;

public abstract partial class OtpRequestStoreContract
{
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
        Assert.Equal(Enumerable.Range(3, 10).Select(Limits.LockAfter), locks);
    }

    // Nobody knows yet whether the last code is wrong. Until then, no other browser gets a new code, or another guess.
    [Fact]
    public async Task The_attempt_that_uses_up_the_last_one_locks_the_number_when_it_begins()
    {
        var other = Key with { Id = "browser-2" };
        await SendAsync(Key);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Wrong);
        Clock.Advance(Limits.ResendCooldown);
        await SendAsync(other);
        Clock.Advance(Limits.ResendCooldown);
        await EndAttemptAsync(Key, "b", OtpAttemptOutcome.Wrong);

        Assert.Equal(OtpAttemptStatus.Granted, (await BeginAttemptAsync(Key, "c")).Status);

        var send = await BeginSendAsync(other);
        Assert.Equal((OtpSendStatus.Locked, Limits.LockAfter(3)), (send.Status, send.RetryAfter));
        Assert.Equal(OtpAttemptStatus.Exhausted, (await BeginAttemptAsync(other, "d")).Status);
    }

    [Fact]
    public async Task A_wrong_code_is_counted_long_after_the_sends_of_its_number_are_forgotten()
    {
        await SendAsync(Key);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Wrong);
        Clock.Advance(Limits.LockOut.Memory - TimeSpan.FromDays(1));

        Assert.Equal(2, (await SendAsync(Key))!.AttemptsRemaining);
    }

    [Fact]
    public async Task After_a_hundred_wrong_codes_in_a_row_each_further_try_waits_a_day()
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

        for (var day = 0; day < 3; day++)
        {
            var locked = await BeginSendAsync(Key);
            Assert.Equal((OtpSendStatus.Locked, TimeSpan.FromDays(1)), (locked.Status, locked.RetryAfter));
            Clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(1, (await SendAsync(Key))!.AttemptsRemaining);
            await EndAttemptAsync(Key, $"c{day}", OtpAttemptOutcome.Wrong);
        }
    }

    // Somebody guesses while the number's owner waits for the message.
    [Fact]
    public async Task A_challenge_from_before_others_wrong_codes_keeps_one_check()
    {
        var guesser = Key with { Id = "browser-2" };
        await SendAsync(Key);
        Clock.Advance(Limits.ResendCooldown);
        await SendAsync(guesser);
        for (var i = 0; i < 3; i++)
        {
            await EndAttemptAsync(guesser, $"g{i}", OtpAttemptOutcome.Wrong);
        }

        Assert.Equal(OtpSendStatus.Locked, (await BeginSendAsync(Key)).Status);
        Assert.Equal((1, 0), ((await FindAsync(Key))!.AttemptsRemaining, (await FindAsync(guesser))!.AttemptsRemaining));
        Assert.Equal(OtpAttemptStatus.Exhausted, (await BeginAttemptAsync(guesser, "g4")).Status);
        Assert.NotNull((await EndAttemptAsync(Key, "right", OtpAttemptOutcome.Verified, Proof("p1")))!.Verified);
    }

    [Fact]
    public async Task The_check_that_is_kept_is_one_and_costs_a_failure_like_any_other()
    {
        var guesser = Key with { Id = "browser-2" };
        await SendAsync(Key);
        Clock.Advance(Limits.ResendCooldown);
        await SendAsync(guesser);
        for (var i = 0; i < 3; i++)
        {
            await EndAttemptAsync(guesser, $"g{i}", OtpAttemptOutcome.Wrong);
        }

        Assert.Equal(0, (await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Wrong))!.AttemptsRemaining);
        var more = await BeginAttemptAsync(Key, "b");
        Assert.Equal((OtpAttemptStatus.Exhausted, Limits.LockAfter(4)), (more.Status, more.RetryAfter));
    }

    // Many challenges gain no more checks than codes that were sent before the first wrong one. What is sent later gains none.
    [Fact]
    public async Task Many_challenges_gain_no_more_checks_than_codes_sent_in_one_lifetime()
    {
        var extra = 0;
        var challenges = new List<OtpChallengeKey>();
        for (var i = 0; i < 60; i++)
        {
            var key = Key with { Id = $"browser-{i}" };
            var send = await BeginSendAsync(key);
            if (send.Status == OtpSendStatus.Granted)
            {
                await Store.EndSendAsync(key, send.Lease!, new(OtpSendOutcome.Sent), Limits, Cancellation);
                challenges.Add(key);
            }

            // From the third code on, somebody guesses with all that there are.
            for (var code = 0; challenges.Count >= Limits.MaxSends && code < Limits.MaxAttempts; code++)
            {
                foreach (var challenge in challenges)
                {
                    var isLocked = (await BeginSendAsync(Key with { Id = "looks" })).Status == OtpSendStatus.Locked;
                    var attempt = await BeginAttemptAsync(challenge, $"{challenge.Id} {code} {i}");
                    if (attempt.Status == OtpAttemptStatus.Granted)
                    {
                        extra += isLocked ? 1 : 0;
                        await EndAsync(challenge, attempt.Lease!, OtpAttemptOutcome.Wrong);
                    }
                }
            }

            Clock.Advance(Limits.ResendCooldown);
        }

        Assert.InRange(extra, 0, Limits.MaxSends);
    }

    [Fact]
    public async Task What_others_do_does_not_count_against_browsers_that_have_proved_the_number()
    {
        var own = Limits with { HasProvedNumber = true };
        var owner = Key with { Id = "browser-2" };
        await SendAsync(Key);
        for (var i = 0; i < 3; i++)
        {
            await EndAttemptAsync(Key, $"a{i}", OtpAttemptOutcome.Wrong);
        }

        Assert.Equal(3, (await SendAsync(owner, limits: own))!.AttemptsRemaining);
        Assert.Equal(OtpSendStatus.Locked, (await BeginSendAsync(Key)).Status);
        Assert.Equal(2, (await EndAttemptAsync(owner, "a", OtpAttemptOutcome.Wrong, limits: own))!.AttemptsRemaining);
        await EndAttemptAsync(owner, "right", OtpAttemptOutcome.Verified, Proof("p1"), own);

        // The owner's right code does not clear what others have done.
        Assert.Equal(OtpSendStatus.Locked, (await BeginSendAsync(Key)).Status);
    }

    [Fact]
    public async Task A_send_that_passes_locks_is_granted_and_has_one_check_during_a_lock()
    {
        var limits = Limits with { LockOut = new() { Shortest = TimeSpan.FromHours(1) } };
        var kept = limits with { PassesLock = true };
        var owner = Key with { Id = "browser-2" };
        await SendAsync(Key, limits: limits);
        for (var i = 0; i < 3; i++)
        {
            await EndAttemptAsync(Key, $"a{i}", OtpAttemptOutcome.Wrong, limits: limits);
        }

        Assert.Equal(OtpSendStatus.TooSoon, (await BeginSendAsync(owner, limits: kept)).Status);
        Clock.Advance(Limits.ResendCooldown);
        Assert.Equal(OtpSendStatus.Locked, (await BeginSendAsync(owner, limits: limits)).Status);
        Assert.Equal(1, (await SendAsync(owner, limits: kept))!.AttemptsRemaining);
        Assert.Equal(0, (await EndAttemptAsync(owner, "c", OtpAttemptOutcome.Wrong, limits: limits))!.AttemptsRemaining);
        Assert.Equal(OtpAttemptStatus.Exhausted, (await BeginAttemptAsync(owner, "d", limits)).Status);
    }

    [Fact]
    public async Task A_challenge_that_passes_locks_does_so_when_its_code_is_sent_again()
    {
        var limits = Limits with { MaxSends = 9, LockOut = new() { Shortest = TimeSpan.FromHours(1) } };
        var owner = Key with { Id = "browser-2" };
        await SendAsync(owner, limits: limits with { PassesLock = true });
        Clock.Advance(Limits.ResendCooldown);
        await SendAsync(owner, digits: null, limits: limits);
        Clock.Advance(Limits.ResendCooldown);
        await SendAsync(Key, limits: limits);
        Clock.Advance(Limits.ResendCooldown);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Wrong, limits: limits);
        await EndAttemptAsync(Key, "b", OtpAttemptOutcome.Wrong, limits: limits);
        Clock.Advance(Limits.ResendCooldown);
        await SendAsync(owner, digits: null, limits: limits);
        await EndAttemptAsync(Key, "c", OtpAttemptOutcome.Wrong, limits: limits);

        Assert.Equal(1, (await Store.FindAsync(owner, limits, Cancellation))!.AttemptsRemaining);
    }

    [Fact]
    public async Task A_wrong_code_of_another_day_takes_no_check_away()
    {
        var limits = Limits with { LockOut = new() { Shortest = TimeSpan.FromHours(1), Last = TimeSpan.FromHours(5) } };
        var owner = Key with { Id = "browser-2" };
        await SendAsync(Key, limits: limits);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Wrong, limits: limits);
        Clock.Advance(TimeSpan.FromHours(5) + TimeSpan.FromMinutes(1));
        await SendAsync(owner, limits: limits);
        Clock.Advance(Limits.ResendCooldown);
        await SendAsync(Key, limits: limits);
        await EndAttemptAsync(Key, "b", OtpAttemptOutcome.Wrong, limits: limits);
        await EndAttemptAsync(Key, "c", OtpAttemptOutcome.Wrong, limits: limits);

        Assert.Equal((1, 0), ((await Store.FindAsync(owner, limits, Cancellation))!.AttemptsRemaining, (await Store.FindAsync(Key, limits, Cancellation))!.AttemptsRemaining));
    }

    [Fact]
    public async Task No_send_passes_the_last_lock()
    {
        var kept = Limits with { PassesLock = true, LockOut = new() { MaxFailures = 3 } };
        await SendAsync(Key, limits: kept);
        for (var i = 0; i < 3; i++)
        {
            await EndAttemptAsync(Key, $"a{i}", OtpAttemptOutcome.Wrong, limits: kept);
        }

        Clock.Advance(Limits.ResendCooldown);
        Assert.Equal(OtpSendStatus.Locked, (await BeginSendAsync(Key with { Id = "browser-2" }, limits: kept)).Status);
    }

    [Fact]
    public async Task Browsers_that_have_proved_the_number_share_one_count()
    {
        var own = Limits with { HasProvedNumber = true };
        await SendAsync(Key, limits: own);
        Assert.Equal(OtpSendStatus.TooSoon, (await BeginSendAsync(Key with { Id = "browser-2" }, limits: own)).Status);
        for (var i = 0; i < 3; i++)
        {
            await EndAttemptAsync(Key, $"a{i}", OtpAttemptOutcome.Wrong, limits: own);
        }

        Assert.Equal(OtpSendStatus.Locked, (await BeginSendAsync(Key with { Id = "browser-2" }, limits: own)).Status);
    }

    [Fact]
    public async Task The_locks_are_those_of_the_limits_and_the_last_one_is_the_longest()
    {
        var limits = Limits with
        {
            LockOut = new()
            {
                Shortest = TimeSpan.FromMinutes(5),
                Longest = TimeSpan.FromMinutes(20),
                MaxFailures = 7,
                Last = TimeSpan.FromHours(5),
                Memory = TimeSpan.FromDays(2),
            },
        };
        await SendAsync(Key, limits: limits);
        for (var i = 0; i < 3; i++)
        {
            await EndAttemptAsync(Key, $"a{i}", OtpAttemptOutcome.Wrong, limits: limits);
        }

        var locks = new List<TimeSpan>();
        for (var failures = 3; failures < 7; failures++)
        {
            var wait = (await BeginSendAsync(Key, limits: limits)).RetryAfter!.Value;
            locks.Add(wait);
            Clock.Advance(wait > limits.SendWindow ? wait : limits.SendWindow);
            await SendAsync(Key, limits: limits);
            await EndAttemptAsync(Key, $"b{failures}", OtpAttemptOutcome.Wrong, limits: limits);
        }

        Assert.Equal([5, 10, 20, 20], locks.Select(wait => wait.TotalMinutes));
        Assert.Equal(Enumerable.Range(3, 4).Select(limits.LockAfter), locks);
        Assert.Equal(limits.LockOut.Last, (await BeginSendAsync(Key, limits: limits)).RetryAfter);
        Clock.Advance(limits.LockOut.Memory);
        Assert.Equal(3, (await SendAsync(Key, limits: limits))!.AttemptsRemaining);
    }

    [Fact]
    public async Task Refused_checks_lock_the_number_when_all_checks_together_are_the_most()
    {
        var limits = Limits with { LockOut = new() { MaxFailures = 7, Memory = TimeSpan.FromDays(2) } };
        await CheckAsync(OtpAttemptOutcome.Refused, OtpAttemptOutcome.Wrong, OtpAttemptOutcome.Refused);
        await CheckAsync(OtpAttemptOutcome.Refused, OtpAttemptOutcome.Refused, OtpAttemptOutcome.Refused);

        Clock.Advance(limits.SendWindow);
        await SendAsync(Key, limits: limits);
        Assert.Equal(0, (await EndAttemptAsync(Key, "last", OtpAttemptOutcome.Refused, limits: limits))!.AttemptsRemaining);
        var more = await BeginAttemptAsync(Key, "more", limits);
        Assert.Equal((OtpAttemptStatus.Exhausted, limits.LockOut.Last), (more.Status, more.RetryAfter));
        Assert.Equal(OtpSendStatus.Locked, (await BeginSendAsync(Key with { Id = "browser-2" }, limits: limits)).Status);
        Clock.Advance(limits.LockOut.Memory);
        Assert.Equal(3, (await SendAsync(Key, limits: limits))!.AttemptsRemaining);

        async Task CheckAsync(params OtpAttemptOutcome[] outcomes)
        {
            Clock.Advance(limits.SendWindow);
            // None of these locks the number.
            Assert.NotNull(await SendAsync(Key, limits: limits));
            for (var i = 0; i < outcomes.Length; i++)
            {
                await EndAttemptAsync(Key, $"{Clock.GetUtcNow().Ticks}-{i}", outcomes[i], limits: limits);
            }
        }
    }

    [Fact]
    public async Task A_right_code_clears_the_refused_checks_too()
    {
        var limits = Limits with { LockOut = new() { MaxFailures = 3 } };
        await SendAsync(Key, limits: limits);
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Refused, limits: limits);
        await EndAttemptAsync(Key, "b", OtpAttemptOutcome.Refused, limits: limits);
        Clock.Advance(limits.ResendCooldown);
        await SendAsync(Key, null, limits: limits);
        await EndAttemptAsync(Key, "c", OtpAttemptOutcome.Verified, Proof("p1"), limits);

        Clock.Advance(limits.ResendCooldown);
        await SendAsync(Key, limits: limits);
        Assert.Equal(2, (await EndAttemptAsync(Key, "d", OtpAttemptOutcome.Refused, limits: limits))!.AttemptsRemaining);
    }

    [Fact]
    public async Task A_check_that_never_went_out_ends_the_lock_that_it_began()
    {
        var limits = Limits with { LockOut = new() { MaxFailures = 4 } };
        await SendAsync(Key, limits: limits);
        for (var i = 0; i < 3; i++)
        {
            await EndAttemptAsync(Key, $"a{i}", OtpAttemptOutcome.Wrong, limits: limits);
        }

        Clock.Advance(limits.SendWindow);
        await SendAsync(Key, limits: limits);
        await EndAttemptAsync(Key, "b", OtpAttemptOutcome.NotChecked, limits: limits);

        Assert.Equal(TimeSpan.FromSeconds(30), (await BeginSendAsync(Key, limits: limits)).RetryAfter);
    }
}
