using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Stores;
using Xunit;

namespace Offer18.Otp.AspNetCore.Testing;

/// <summary>
/// The promises of every <see cref="IOtpCounterStore"/>. Derive a public class for each store, and run it with xUnit.net v3. xUnit.net
/// makes a new instance of the class for each test. Give each instance an empty store.
/// </summary>
public abstract partial class OtpCounterStoreContract
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private static readonly OtpCounterKey Key = new("", "a.1");

    private static readonly OtpCounter Three = new(Key, Window) { Limit = 3 };

    // It only counts. It is kept for two days.
    private static readonly OtpCounter Unlimited = new(Key, Window) { HasHistory = true };

    /// <summary>The clock of the store. It stands still until a test moves it. The tests compare times to the millisecond.</summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>The store under test.</summary>
    protected abstract IOtpCounterStore Store { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_limit_grants_so_many_within_its_window_and_says_when_the_next_is_free()
    {
        for (var taken = 1; taken <= 3; taken++)
        {
            var granted = await TakeAsync(Three);
            Assert.Equal((true, taken, null, Clock.GetUtcNow()), (granted.IsGranted, granted.Count, granted.RetryAfter, granted.At));
            Clock.Advance(TimeSpan.FromSeconds(10));
        }

        var refused = await TakeAsync(Three);
        Assert.Equal((false, 3, Window - TimeSpan.FromSeconds(30), Clock.GetUtcNow()), (refused.IsGranted, refused.Count, refused.RetryAfter, refused.At));
        Clock.Advance(refused.RetryAfter!.Value - Moment);
        Assert.Equal(Moment, (await TakeAsync(Three)).RetryAfter);
        Clock.Advance(Moment);
        Assert.Equal((true, 3), Short(await TakeAsync(Three)));
        Assert.Equal(TimeSpan.FromSeconds(10), (await TakeAsync(Three)).RetryAfter);
    }

    [Fact]
    public async Task A_refused_take_counts_nothing()
    {
        await TakeAsync(Three, 3);
        for (var n = 0; n < 5; n++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal((false, 3), Short(await TakeAsync(Three)));
        }

        Assert.Equal(3, (await FindAsync(Three))!.Taken, 0.1);
        Clock.Advance(Window - TimeSpan.FromMinutes(5));
        await TakeAsync(Three, 3);
    }

    [Fact]
    public async Task Under_a_limit_that_became_smaller_the_wait_is_until_there_is_room()
    {
        var times = await TakeEachMinuteAsync(Three, 3);

        var refused = await TakeAsync(Three with { Limit = 2 });

        Assert.Equal(times[1] + Window, Clock.GetUtcNow() + refused.RetryAfter);
    }

    [Fact]
    public async Task Of_two_hundred_takes_at_once_each_counter_grants_as_many_as_its_limit()
    {
        OtpCounter[] counters = [new(Key, Window) { Limit = 50 }, new(Key with { Id = "a.2" }, Window) { Limit = 70 }];

        var counts = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () => await Store.TakeAsync(counters, Cancellation), Cancellation)));

        Assert.Equal([50, 70], counters.Select((_, index) => counts.Count(count => count[index].IsGranted)));
        Assert.Equal(Enumerable.Range(1, 50), counts.Select(count => count[0]).Where(count => count.IsGranted).Select(count => count.Count).Order());
    }

    [Fact]
    public async Task Counters_side_by_side_answer_in_their_order_each_for_itself()
    {
        var counters = Enumerable.Range(0, 20).Select(n => new OtpCounter(Key with { Id = $"a.{n}" }, Window) { Limit = n % 4 }).ToArray();

        for (var taken = 1; taken <= 4; taken++)
        {
            var counts = await Store.TakeAsync(counters, Cancellation);
            Assert.Equal(
                counters.Select(counter => (taken <= counter.Limit, Math.Min(taken, counter.Limit!.Value))),
                counts.Select(Short));
        }

        Assert.Empty(await Store.TakeAsync([], Cancellation));
    }

    [Fact]
    public async Task Counters_of_two_names_and_of_two_campaigns_never_meet()
    {
        OtpCounter[] others = [Three with { Key = Key with { Id = "a.2" } }, Three with { Key = Key with { Campaign = "other" } }];
        await TakeAsync(Three, 3);

        Assert.Equal([null, null], await Store.FindAsync(others, Cancellation));
        Assert.Equal([(true, 1), (true, 1)], (await Store.TakeAsync(others, Cancellation)).Select(Short));
        await Store.GiveBackAsync([.. others.Select(other => Return(other.Key))], Cancellation);
        await Store.RemoveAsync([.. others.Select(other => other.Key)], Cancellation);
        Assert.Equal((false, 3), Short(await TakeAsync(Three)));
    }

    [Fact]
    public async Task A_counter_without_a_limit_takes_all_and_only_counts()
    {
        for (var taken = 1; taken <= 300; taken++)
        {
            Assert.Equal((true, taken), Short(await TakeAsync(Unlimited)));
            Clock.Advance(Moment);
        }

        Assert.Equal(300, (await FindAsync(Unlimited))!.Taken, 0.1);
        Clock.Advance(Window * 2);
        Assert.Equal((true, 0), Short((await FindAsync(Unlimited))!));
    }

    [Fact]
    public async Task A_counter_of_many_lets_none_go_too_early_and_hardly_too_late()
    {
        var counter = new OtpCounter(Key, Window) { Limit = 10_000 };
        var second = TimeSpan.FromSeconds(1);

        for (var taken = 1; taken <= 1_200; taken++)
        {
            var count = await TakeAsync(counter);
            Assert.InRange(count.Count, Math.Min(taken, 600), Math.Min(taken, 600 + (600 / 256) + 1));
            Clock.Advance(second);
        }
    }

    [Fact]
    public async Task A_counter_of_many_says_to_the_millisecond_when_the_next_is_free()
    {
        var counter = new OtpCounter(Key, Window) { Limit = 300 };
        for (var taken = 1; taken <= 300; taken++)
        {
            Assert.Equal((true, taken), Short(await TakeAsync(counter)));
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var refused = await TakeAsync(counter);

        Assert.InRange(refused.RetryAfter!.Value, Window - TimeSpan.FromSeconds(300), Window - TimeSpan.FromSeconds(300) + (Window / 256));
        Clock.Advance(refused.RetryAfter.Value - Moment);
        Assert.Equal(Moment, (await TakeAsync(counter)).RetryAfter);
        Clock.Advance(Moment);
        Assert.True((await TakeAsync(counter)).IsGranted);
    }

    [Fact]
    public async Task A_counter_is_kept_for_its_time_after_the_last_change_and_then_forgotten()
    {
        await TakeAsync(Three);
        Clock.Advance(Window - Moment);
        Assert.Equal((true, 1), Short((await FindAsync(Three))!));
        Clock.Advance(Moment);
        Assert.Null(await FindAsync(Three));

        await TakeAsync(Three, 3);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await TakeAsync(Three);
        Clock.Advance(Window - Moment);
        Assert.Equal((true, 0), Short((await FindAsync(Three))!));
        Clock.Advance(Moment);
        Assert.Null(await FindAsync(Three));

        var grows = Three with { LimitPerSuccess = 1 };
        await TakeAsync(grows);
        Clock.Advance(grows.KeepFor - Moment);
        Assert.Equal((true, 0), Short((await FindAsync(grows))!));
        Clock.Advance(Moment);
        Assert.Null(await FindAsync(grows));
    }

    [Fact]
    public async Task What_is_removed_is_forgotten()
    {
        await TakeAsync(Unlimited);
        await Store.GiveBackAsync([Return() with { HasSucceeded = true, Number = 0 }], Cancellation);

        await Store.RemoveAsync([Key, Key with { Id = "a.unknown" }], Cancellation);

        Assert.Null(await FindAsync(Unlimited));
        var anew = await TakeAsync(Unlimited);
        Assert.Equal((1, 1, 0), (anew.Count, anew.Taken, anew.Successes));
    }

    private static (bool IsGranted, int Count) Short(OtpCount count) => (count.IsGranted, count.Count);

    private static OtpCounterReturn Return(OtpCounterKey? key = null, DateTimeOffset? at = null) =>
        new(key ?? Key, Window) { At = at, KeepFor = TimeSpan.FromDays(2) };

    private async Task<OtpCount> TakeAsync(OtpCounter counter) => (await Store.TakeAsync([counter], Cancellation))[0];

    private async Task TakeAsync(OtpCounter counter, int count)
    {
        for (var n = 0; n < count; n++)
        {
            Assert.True((await TakeAsync(counter)).IsGranted);
        }
    }

    // One a minute, the first one now.
    private async Task<DateTimeOffset[]> TakeEachMinuteAsync(OtpCounter counter, int count)
    {
        var times = new DateTimeOffset[count];
        for (var n = 0; n < count; n++)
        {
            times[n] = (await TakeAsync(counter)).At;
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        return times;
    }

    private async Task<OtpCount?> FindAsync(OtpCounter counter) => (await Store.FindAsync([counter], Cancellation))[0];
}
