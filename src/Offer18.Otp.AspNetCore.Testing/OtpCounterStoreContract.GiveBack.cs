using Offer18.Otp.AspNetCore.Stores;
using Xunit;

namespace Offer18.Otp.AspNetCore.Testing;

public abstract partial class OtpCounterStoreContract
{
    [Fact]
    public async Task What_is_given_back_makes_room_and_the_others_leave_in_their_time()
    {
        var times = await TakeEachMinuteAsync(Three, 3);

        await GiveBackAsync(times[1]);

        Assert.Equal((true, 3), Short(await TakeAsync(Three)));
        await AssertLeaveAsync(Three, times[0], times[2]);
    }

    [Fact]
    public async Task What_is_given_back_without_a_time_is_the_oldest()
    {
        var times = await TakeEachMinuteAsync(Three, 3);

        await GiveBackAsync(null);

        Assert.Equal((true, 3), Short(await TakeAsync(Three)));
        await AssertLeaveAsync(Three, times[1], times[2]);
    }

    [Fact]
    public async Task What_was_taken_at_the_same_time_is_given_back_one_by_one()
    {
        await TakeAsync(Three, 3);

        await GiveBackAsync(Clock.GetUtcNow());
        Assert.Equal(2, (await FindAsync(Three))!.Count);
        await GiveBackAsync(Clock.GetUtcNow());
        Assert.Equal(1, (await FindAsync(Three))!.Count);
    }

    [Fact]
    public async Task For_what_has_left_the_window_or_was_never_taken_nothing_is_given_back()
    {
        var counter = Three with { Limit = 20 };
        var times = await TakeEachMinuteAsync(counter, 10);
        await GiveBackAsync(times[0]);
        Assert.Equal(9, (await FindAsync(counter))!.Count);

        await GiveBackAsync(Clock.GetUtcNow());
        Assert.Equal(9, (await FindAsync(counter))!.Count);

        // The second one is gone, too. One more is the oldest of those that are there.
        Clock.Advance(TimeSpan.FromMinutes(1));
        await GiveBackAsync(times[0], number: 2);
        Assert.Equal(7, (await FindAsync(counter))!.Count);
    }

    [Fact]
    public async Task More_is_given_back_from_the_oldest_and_never_below_zero()
    {
        var counter = Three with { Limit = 5 };
        var times = await TakeEachMinuteAsync(counter, 5);

        await GiveBackAsync(times[3], number: 3);

        await TakeAsync(counter, 3);
        await AssertLeaveAsync(counter, times[2], times[4]);
        await GiveBackAsync(null, number: 100);
        await TakeAsync(counter, 5);
        Assert.False((await TakeAsync(counter)).IsGranted);
    }

    [Fact]
    public async Task A_counter_of_many_takes_back_and_gives_the_room_again()
    {
        var counter = new OtpCounter(Key, Window) { Limit = 300 };
        var at = new List<DateTimeOffset>();
        for (var n = 0; n < 300; n++)
        {
            at.Add((await TakeAsync(counter)).At);
            Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        foreach (var time in at.Where((_, n) => n % 2 == 0))
        {
            await GiveBackAsync(time);
        }

        Assert.Equal(150, (await FindAsync(counter))!.Count);
        await TakeAsync(counter, 150);
        Assert.False((await TakeAsync(counter)).IsGranted);
    }

    [Fact]
    public async Task A_counter_to_which_all_was_given_back_is_gone_unless_it_has_refused()
    {
        var taken = await TakeAsync(Guard);
        Clock.Advance(Moment);
        await GiveBackAsync(taken.At);
        Assert.Null(await FindAsync(Guard));

        // The next take is the first that is granted after a refused one.
        var full = await TakeEachMinuteAsync(Guard, 3);
        Assert.False((await TakeAsync(Guard)).IsGranted);
        await GiveBackAsync(full[0], number: 3);
        Assert.Equal((true, 0), Short((await FindAsync(Guard))!));
        Assert.True((await TakeAsync(Guard)).HasTurned);

        await GiveBackAsync(null);
        Assert.Null(await FindAsync(Guard));
        await SucceedAsync(1);
        await GiveBackAsync(null);
        Assert.Equal(1, (await FindAsync(Guard))!.Successes);
    }

    [Fact]
    public async Task A_counter_that_is_gone_stays_gone_unless_something_has_succeeded()
    {
        await GiveBackAsync(null);
        Assert.Null(await FindAsync(Unlimited));

        await Store.GiveBackAsync([Return() with { HasSucceeded = true }], Cancellation);

        var found = await FindAsync(Unlimited);
        Assert.Equal((0, 0, 1), (found!.Count, found.Taken, found.Successes));
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Null(await FindAsync(Unlimited));
        await GiveBackAsync(null);
        Assert.Null(await FindAsync(Unlimited));
    }

    [Fact]
    public async Task Takes_and_successes_count_by_half_after_each_day()
    {
        await TakeAsync(Unlimited, 5);
        await GiveBackAsync(null);
        await Store.GiveBackAsync([Return() with { HasSucceeded = true, Number = 0 }], Cancellation);
        await Store.GiveBackAsync([Return() with { HasSucceeded = true }], Cancellation);
        await AssertAsync(3, 4, 2);

        Clock.Advance(TimeSpan.FromDays(1));
        await AssertAsync(0, 2, 1);
        await TakeAsync(Unlimited);
        await AssertAsync(1, 3, 1);
        Clock.Advance(TimeSpan.FromDays(0.5));
        await AssertAsync(0, 3 * Math.Sqrt(0.5), Math.Sqrt(0.5));

        async Task AssertAsync(int count, double taken, double successes)
        {
            var found = await FindAsync(Unlimited);
            Assert.Equal(count, found!.Count);
            Assert.Equal(taken, found.Taken, 1e-9);
            Assert.Equal(successes, found.Successes, 1e-9);
        }
    }

    [Fact]
    public async Task A_limit_grows_with_what_succeeds()
    {
        var counter = Three with { LimitPerSuccess = 0.5 };
        await TakeAsync(counter, 3);
        Assert.Equal((false, 0), ((await TakeAsync(counter)).IsGranted, (await TakeAsync(counter)).Successes));

        // Half a success more is none.
        await SucceedAsync(3);

        Assert.True((await TakeAsync(counter)).IsGranted);
        var refused = await TakeAsync(counter);
        Assert.Equal((false, 4, 3), (refused.IsGranted, refused.Count, refused.Successes));
    }

    [Fact]
    public async Task What_the_successes_add_becomes_less_while_somebody_waits()
    {
        var days = TimeSpan.FromDays(2);
        var hour = TimeSpan.FromHours(1);
        var counter = new OtpCounter(Key, days) { Limit = 2, LimitPerSuccess = 0.5 };
        await SucceedAsync(4);
        await TakeAsync(counter);
        Clock.Advance(Moment);
        await SucceedAsync(1);
        Clock.Advance(hour - Moment);
        await TakeAsync(counter, 3);

        // When the first one leaves, the limit is 2, and three are there.
        var refused = await TakeAsync(counter);

        Assert.Equal((false, days), (refused.IsGranted, refused.RetryAfter));
        Clock.Advance(days - hour);
        Assert.Equal((false, 3, hour), ((await FindAsync(counter))!.IsGranted, (await FindAsync(counter))!.Count, (await TakeAsync(counter)).RetryAfter));
        Clock.Advance(hour);
        Assert.True((await TakeAsync(counter)).IsGranted);
    }

    [Fact]
    public async Task Until_so_many_have_succeeded_the_smaller_limit_holds()
    {
        var counter = Three with { LimitOfUnknown = 1, KnownFrom = 2 };
        await TakeAsync(counter);
        await SucceedAsync(1);
        Assert.Equal((false, 1), Short(await TakeAsync(counter)));

        await SucceedAsync(1);

        await TakeAsync(counter, 2);
        Assert.Equal((false, 3), Short(await TakeAsync(counter)));
        Clock.Advance(Window);
        await TakeAsync(counter);
        Assert.Equal((false, 1), Short(await TakeAsync(counter)));
    }

    private async Task SucceedAsync(int times)
    {
        for (var n = 0; n < times; n++)
        {
            await Store.GiveBackAsync([Return() with { HasSucceeded = true, Number = 0, KeepFor = TimeSpan.FromDays(4) }], Cancellation);
        }
    }

    private ValueTask GiveBackAsync(DateTimeOffset? at, int number = 1) => Store.GiveBackAsync([Return(at: at) with { Number = number }], Cancellation);

    // The counter is full, and each of these makes room for one when it leaves.
    private async Task AssertLeaveAsync(OtpCounter counter, params DateTimeOffset[] times)
    {
        foreach (var time in times)
        {
            var refused = await TakeAsync(counter);
            Assert.Equal(time + Window, Clock.GetUtcNow() + refused.RetryAfter);
            Clock.Advance(refused.RetryAfter!.Value);
            Assert.True((await TakeAsync(counter)).IsGranted);
        }
    }
}
