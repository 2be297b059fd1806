using Offer18.Otp.AspNetCore.Stores;
using Xunit;

namespace Offer18.Otp.AspNetCore.Testing;

public abstract partial class OtpCounterStoreContract
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(30);

    private static readonly OtpCounter Guard = new(Key, TimeSpan.FromDays(1)) { Limit = 3, Quiet = Quiet };

    [Fact]
    public async Task A_full_counter_takes_one_after_nobody_has_tried_for_its_quiet_time()
    {
        await TakeAsync(Guard, 3);
        Clock.Advance(Quiet - Moment);
        var tooEarly = await TakeAsync(Guard);
        Assert.Equal((false, Quiet), (tooEarly.IsGranted, tooEarly.RetryAfter));

        Clock.Advance(Quiet);

        Assert.Equal((true, 4), Short(await TakeAsync(Guard)));
        var next = await TakeAsync(Guard);
        Assert.Equal((false, 4, Quiet), (next.IsGranted, next.Count, next.RetryAfter));
    }

    [Fact]
    public async Task Who_goes_on_trying_keeps_a_full_counter_closed_for_four_quiet_times()
    {
        await TakeAsync(Guard, 3);

        for (var (turn, count) = (0, 3); turn < 3; turn++, count++)
        {
            for (var n = 1; n <= 6; n++)
            {
                Clock.Advance(TimeSpan.FromMinutes(19));
                var refused = await TakeAsync(Guard);
                Assert.Equal((false, count, TimeSpan.FromMinutes(Math.Min(30, 120 - (19 * n)))), (refused.IsGranted, refused.Count, refused.RetryAfter));
            }

            Clock.Advance(TimeSpan.FromMinutes(6));
            Assert.Equal((true, count + 1), Short(await TakeAsync(Guard)));
        }
    }

    [Fact]
    public async Task A_take_that_is_given_back_leaves_the_quiet_time_as_it_was()
    {
        await TakeAsync(Guard, 3);
        Clock.Advance(Quiet);
        var taken = await TakeAsync(Guard);
        Assert.Equal((true, 4), Short(taken));

        await Store.GiveBackAsync([Return(at: taken.At) with { Window = Guard.Window, KeepFor = Guard.KeepFor }], Cancellation);

        Assert.Equal((true, 4), Short(await TakeAsync(Guard)));
    }

    [Fact]
    public async Task The_window_opens_a_full_counter_if_it_is_over_before_the_quiet_time()
    {
        var counter = Guard with { Window = Quiet + TimeSpan.FromMinutes(10) };
        await TakeAsync(counter, 3);
        Clock.Advance(TimeSpan.FromMinutes(20));

        var refused = await TakeAsync(counter);

        Assert.Equal(TimeSpan.FromMinutes(20), refused.RetryAfter);
        Clock.Advance(TimeSpan.FromMinutes(20) - Moment);
        Assert.False((await TakeAsync(counter)).IsGranted);
        Clock.Advance(Moment);
        Assert.Equal((true, 1), Short(await TakeAsync(counter)));
    }

    [Fact]
    public async Task A_limit_that_has_become_smaller_does_not_open_a_counter()
    {
        await TakeAsync(Guard, 3);
        Clock.Advance(TimeSpan.FromMinutes(1));

        var refused = await TakeAsync(Guard with { Limit = 1 });

        Assert.Equal((false, Quiet), (refused.IsGranted, refused.RetryAfter));
    }

    [Fact]
    public async Task Only_the_first_refused_take_and_the_first_granted_after_it_turn_a_counter()
    {
        var turned = new List<bool>();
        for (var n = 0; n < 5; n++)
        {
            await TurnAsync();
        }

        Clock.Advance(Quiet);
        await TurnAsync();
        await TurnAsync();
        await TurnAsync();
        Clock.Advance(Guard.Window - Moment);
        await TurnAsync();
        await TurnAsync();

        Assert.Equal([false, false, false, true, false, true, true, false, true, false], turned);

        async Task TurnAsync()
        {
            // A question in between turns nothing.
            Assert.NotEqual(true, (await FindAsync(Guard))?.HasTurned);
            turned.Add((await TakeAsync(Guard)).HasTurned);
        }
    }

    [Fact]
    public async Task A_question_says_what_a_take_would_and_changes_nothing()
    {
        Assert.Null(await FindAsync(Guard));
        Assert.Null(await FindAsync(Guard));
        await TakeAsync(Guard, 2);
        Assert.Equal((true, 2), Short((await FindAsync(Guard))!));
        await TakeAsync(Guard);

        for (var minute = 1; minute < 30; minute++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            var found = await FindAsync(Guard);
            Assert.Equal((false, 3, TimeSpan.FromMinutes(30 - minute)), (found!.IsGranted, found.Count, found.RetryAfter));
        }

        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((true, null), ((await FindAsync(Guard))!.IsGranted, (await FindAsync(Guard))!.RetryAfter));
        Assert.Equal((true, 4), Short(await TakeAsync(Guard)));
    }

    [Fact]
    public async Task Questions_answer_in_their_order_with_null_for_what_does_not_exist()
    {
        await TakeAsync(Three, 2);

        var found = await Store.FindAsync([Three with { Key = Key with { Id = "a.2" } }, Three], Cancellation);

        Assert.Equal([null, 2], found.Select(count => count?.Count));
    }
}
