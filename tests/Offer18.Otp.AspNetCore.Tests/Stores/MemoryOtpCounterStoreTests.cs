using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Testing;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

public sealed class MemoryOtpCounterStoreTests : OtpCounterStoreContract, IDisposable
{
    private const int MaxEntries = SmallMemory.MaxEntries;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly SmallMemory _memory;
    private readonly MemoryOtpCounterStore _store;

    public MemoryOtpCounterStoreTests()
    {
        _memory = new(Clock);
        _store = new(_memory.Room, Clock);
    }

    protected override IOtpCounterStore Store => _store;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_the_store_is_full_a_new_counter_is_refused_and_the_others_go_on()
    {
        await FillAsync(0, MaxEntries);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => FillAsync(MaxEntries, 1));

        Assert.Equal("The store in memory is full: 1000 entries (Limits:MaxEntries), none of which may go.", refused.Message);
        Assert.Equal(MaxEntries, _store.Count);
        Assert.Equal([2], (await _store.TakeAsync([Counter(0)], Cancellation)).Select(count => count.Count));
        Assert.Equal([1, null], (await _store.FindAsync([Counter(1), Counter(MaxEntries)], Cancellation)).Select(count => count?.Count));
    }

    [Fact]
    public async Task What_is_over_makes_room_and_what_still_counts_stays()
    {
        await FillAsync(0, MaxEntries);
        Clock.Advance(Window / 2);
        await FillAsync(0, 100);
        Clock.Advance(Window / 2);

        await FillAsync(MaxEntries, MaxEntries - 100);

        Assert.Equal(MaxEntries, _store.Count);
        Assert.All(await _store.FindAsync([.. Enumerable.Range(0, 100).Select(Counter)], Cancellation), count => Assert.Equal(1, count!.Count));
        await Assert.ThrowsAsync<InvalidOperationException>(() => FillAsync(2 * MaxEntries, 1));
    }

    [Fact]
    public async Task No_operation_looks_at_more_than_a_few_of_those_that_are_over()
    {
        await FillAsync(0, MaxEntries);
        Clock.Advance(Window);
        var before = _store.Count;

        for (var n = 0; n < 100; n++)
        {
            await FillAsync(MaxEntries + n, 1);
            // One has come. Twelve at most are gone: four at each of two looks at its own part, and four of another while the store is full.
            Assert.InRange(_store.Count, before - 11, before + 1);
            before = _store.Count;
        }

        Assert.InRange(before, 1, MaxEntries - 200);
    }

    [Fact]
    public async Task Requests_that_are_refused_leave_no_counter_behind()
    {
        for (var n = 0; n < 2 * MaxEntries; n++)
        {
            await FillAsync(n, 1);
            await _store.GiveBackAsync([new(Counter(n).Key, Window) { KeepFor = Window }], Cancellation);
        }

        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public async Task What_was_removed_and_comes_back_is_kept_as_long_as_any_other()
    {
        await FillAsync(0, 1);
        Clock.Advance(Window / 2);
        await _store.RemoveAsync([Counter(0).Key], Cancellation);
        await FillAsync(0, 1);
        Clock.Advance(Window - TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, (await _store.FindAsync([Counter(0)], Cancellation))[0]!.Count);
        Assert.Equal(1, _store.Count);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null((await _store.FindAsync([Counter(0)], Cancellation))[0]);
        Assert.Equal(0, _store.Count);
    }

    public void Dispose() => _memory.Dispose();

    private static OtpCounter Counter(int n) => new(new("", $"a.{n}"), Window) { Limit = 5 };

    private async Task FillAsync(int from, int count)
    {
        foreach (var n in Enumerable.Range(from, count))
        {
            await _store.TakeAsync([Counter(n)], Cancellation);
        }
    }
}
