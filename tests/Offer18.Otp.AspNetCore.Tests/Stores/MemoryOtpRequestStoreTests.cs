using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Testing;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

public sealed class MemoryOtpRequestStoreTests : OtpRequestStoreContract, IDisposable
{
    private const int MaxEntries = SmallMemory.MaxEntries;

    private static readonly OtpLimits Limits = new Offer18OtpOptions().NumberLimits();

    private readonly SmallMemory _memory;
    private readonly MemoryOtpRequestStore _store;

    public MemoryOtpRequestStoreTests()
    {
        _memory = new(Clock);
        _store = new(_memory.Room, Clock);
    }

    protected override IOtpRequestStore Store => _store;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private int Count => _store.Challenges + _store.Numbers + _store.Browsers;

    [Fact]
    public async Task What_nobody_comes_back_for_is_forgotten_a_few_at_a_time()
    {
        await SendAsync(0, MaxEntries);
        Assert.Equal((MaxEntries, MaxEntries, MaxEntries), (_store.Challenges, _store.Numbers, _store.Browsers));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(FindAsync)), Assert.Null);

        for (var n = MaxEntries; n < 2 * MaxEntries; n++)
        {
            var before = Count;
            await SendAsync(n, 1);
            // Three have come. Each kind is looked at a few times, and each look removes four at most.
            Assert.InRange(Count, before + 3 - 60, before + 3);
        }

        // Only those that have just come.
        Assert.Equal((MaxEntries, MaxEntries, MaxEntries), (_store.Challenges, _store.Numbers, _store.Browsers));
        Assert.Null(await FindAsync(0));
    }

    [Fact]
    public async Task When_all_numbers_count_sends_are_refused_and_all_codes_still_verify()
    {
        await SendAsync(0, MaxEntries);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(MaxEntries, 1));

        Assert.Equal("The store in memory is full: 1000 entries (Limits:MaxEntries), none of which may go.", refused.Message);
        Assert.Equal(Clock.GetUtcNow(), _memory.Full.RefusedAt);
        Assert.Equal((MaxEntries, MaxEntries), (_store.Challenges, _store.Numbers));
        Assert.Null(await FindAsync(MaxEntries));
        foreach (var n in Enumerable.Range(0, MaxEntries))
        {
            Assert.True((await _store.BeginAttemptAsync(Key(n), "a", Limits, Cancellation)).IsGranted);
        }

        // The count of a number that stands is not lost either.
        Assert.Equal(OtpSendStatus.TooSoon, (await BeginAsync(0)).Status);
    }

    [Fact]
    public async Task A_full_store_sends_again_as_soon_as_counts_are_over()
    {
        await SendAsync(0, MaxEntries);
        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(MaxEntries, 1));
        Clock.Advance(Limits.CodeLifetime + Limits.LeaseTime);

        await SendAsync(MaxEntries, MaxEntries);

        Assert.Equal((MaxEntries, MaxEntries), (_store.Challenges, _store.Numbers));
        Assert.Null(_memory.Full.RefusedAt);
    }

    [Fact]
    public async Task When_challenges_are_full_the_oldest_go_and_their_numbers_counts_stay()
    {
        // The last of them have wrong codes, which count for 30 days. Sends count for ten minutes, challenges are kept for twenty.
        for (var n = 0; n < MaxEntries; n++)
        {
            await SendAsync(n, 1);
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await FailAsync(0);
        Clock.Advance(Limits.CodeLifetime + Limits.LeaseTime);

        await SendAsync(MaxEntries, 100);

        Assert.Equal(MaxEntries, _store.Challenges);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 100).Select(FindAsync)), Assert.Null);
        Assert.All(await Task.WhenAll(Enumerable.Range(100, MaxEntries).Select(FindAsync)), Assert.NotNull);
        await SendAsync(0, 1);
        Assert.Equal(Limits.MaxAttempts - 1, (await FindAsync(0))!.AttemptsRemaining);
    }

    [Fact]
    public async Task A_resend_needs_no_room()
    {
        await SendAsync(0, MaxEntries);
        Clock.Advance(Limits.ResendCooldown);

        await SendAsync(5, 1);

        Assert.Equal((MaxEntries, MaxEntries), (_store.Challenges, _store.Numbers));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, MaxEntries).Select(FindAsync)), Assert.NotNull);
    }

    [Fact]
    public async Task Challenges_leave_room_for_proofs_and_when_there_is_none_no_code_is_sent()
    {
        var proofs = new MemoryVerifiedMsisdnStore(_memory.Room, Clock);
        await SendAsync(0, 10);
        for (var n = 0; n < MaxEntries - 5; n++)
        {
            await proofs.SetAsync(MemoryVerifiedMsisdnStoreTests.Proof(n, Clock.GetUtcNow()), Cancellation);
        }

        await SendAsync(10, 2);
        Assert.InRange(_store.Challenges, 1, 5);
        for (var n = MaxEntries - 5; n < MaxEntries + 1; n++)
        {
            await proofs.SetAsync(MemoryVerifiedMsisdnStoreTests.Proof(n, Clock.GetUtcNow()), Cancellation);
        }

        await SendUntilRefusedAsync(20);
        var numbers = _store.Numbers;
        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(50, 1));

        // Neither a challenge nor a count is left of what was refused, and each proof is there.
        Assert.Equal((0, numbers), (_store.Challenges, _store.Numbers));
        Assert.Equal(MaxEntries + 1, proofs.Count);
        Clock.Advance(TimeSpan.FromMinutes(30));
        await proofs.SetAsync(MemoryVerifiedMsisdnStoreTests.Proof(-1, Clock.GetUtcNow()), Cancellation);
        await SendAsync(50, 1);
    }

    [Fact]
    public async Task A_send_that_did_not_take_place_leaves_nothing_behind()
    {
        for (var n = 0; n < 2 * MaxEntries; n++)
        {
            var send = await BeginAsync(n);
            await _store.EndSendAsync(Key(n), send.Lease!, new(OtpSendOutcome.NotSent), Limits, Cancellation);
        }

        Assert.Equal((0, 0), (_store.Challenges, _store.Numbers));
    }

    [Fact]
    public async Task Of_many_at_once_each_number_gets_one_send_and_the_bound_holds()
    {
        // Two browsers for each number, and twice as many numbers as there is room for.
        var granted = await Task.WhenAll(Enumerable.Range(0, 4 * MaxEntries).Select(n => Task.Run(async () =>
        {
            try
            {
                var key = Key(n / 2) with { Id = $"browser-{n}" };
                var send = await _store.BeginSendAsync(key, Digits(n / 2), null, Limits, Cancellation);
                return send.IsGranted && await _store.EndSendAsync(key, send.Lease, new(OtpSendOutcome.Sent), Limits, Cancellation) is not null ? n / 2 : -1;
            }
            catch (InvalidOperationException)
            {
                return -1;
            }
        })));

        var numbers = granted.Where(n => n >= 0).ToArray();
        Assert.Equal(MaxEntries, numbers.Length);
        Assert.Equal(MaxEntries, numbers.Distinct().Count());
        Assert.Equal((MaxEntries, MaxEntries, MaxEntries), (_store.Challenges, _store.Numbers, _store.Browsers));
    }

    public void Dispose() => _memory.Dispose();

    private static OtpChallengeKey Key(int n) => new("", new($"{n:D22}"), $"{n:D43}");

    private static string Digits(int n) => $"4477{n:D8}";

    private Task<OtpChallenge?> FindAsync(int n) => _store.FindAsync(Key(n), Limits, Cancellation).AsTask();

    private ValueTask<OtpSendDecision> BeginAsync(int n) => _store.BeginSendAsync(Key(n), Digits(n), null, Limits, Cancellation);

    private async Task SendAsync(int from, int count)
    {
        foreach (var n in Enumerable.Range(from, count))
        {
            await SendAsync(_store, n, null);
        }
    }

    internal static async Task SendAsync(MemoryOtpRequestStore store, int n, string? returnUrl)
    {
        var send = await store.BeginSendAsync(Key(n), Digits(n), returnUrl, Limits, Cancellation);
        Assert.Equal(OtpSendStatus.Granted, send.Status);
        Assert.NotNull(await store.EndSendAsync(
            Key(n), send.Lease!, new(OtpSendOutcome.Sent) { RequestId = $"request-{n:D24}" }, Limits, Cancellation));
    }

    private async Task SendUntilRefusedAsync(int from)
    {
        for (var n = from; n < from + 20; n++)
        {
            try
            {
                await SendAsync(n, 1);
            }
            catch (InvalidOperationException)
            {
                return;
            }
        }

        Assert.Fail("It has refused nothing.");
    }

    private async Task FailAsync(int n)
    {
        var attempt = await _store.BeginAttemptAsync(Key(n), "a", Limits, Cancellation);
        await _store.EndAttemptAsync(Key(n), attempt.Lease!, OtpAttemptOutcome.Wrong, null, Limits, Cancellation);
    }
}
