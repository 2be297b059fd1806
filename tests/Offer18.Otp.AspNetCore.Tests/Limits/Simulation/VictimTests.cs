using System.Net;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests.Limits.Simulation;

/// <summary>Somebody wants to keep one person out, by sending codes to his number and by entering wrong ones, all day.</summary>
public sealed class VictimTests
{
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("one address, 864 requests a day, no wrong codes", 1, 100, 0, null, 1)]
    [InlineData("one address, each 10 s, with wrong codes", 1, 10, 5, null, 1)]
    [InlineData("20 addresses, each 10 s, with wrong codes", 20, 10, 5, null, 1)]
    [InlineData("500 addresses, each 10 s, with wrong codes", 500, 10, 5, null, 1)]
    [InlineData("500 addresses, two requests each 10 minutes", 500, 300, 0, null, 1)]
    [InlineData("behind an operator's address, 864 requests a day, no wrong codes", 1, 100, 0, 7, 1)]
    [InlineData("behind an operator's address, each minute", 1, 60, 0, 7, 1)]
    public async Task Whoever_owns_a_number_gets_in_within_ten_minutes(string _, int addresses, int seconds, int guesses, int? behindOperator, int from)
    {
        using var site = new SimulatedSite(seed: 20);
        new HonestVisitors(site, 0.55, Numbers.OfHome).Come(5_000, site.Start, TimeSpan.FromDays(1));
        var attack = new Attack(site) { Addresses = addresses, BehindOperator = behindOperator, KeepsCookies = true, Guesses = guesses };
        const string Number = "9647701230123";
        attack.Begin(site.Start, TimeSpan.FromDays(1), 86_400 / seconds, _ => Number);
        var waits = new List<TimeSpan>();
        // The victim is another one each time: a browser that has proved its number is not in this trouble.
        for (var hour = from; hour < 24; hour++)
        {
            var (operators, home) = (HonestVisitors.OperatorAddress((hour % 6) + 10), (byte)hour);
            // An operator's address speaks for its visitors once three of them were verified.
            if (hour > 2)
            {
                site.At(site.Start + TimeSpan.FromHours(hour), () => ComeAsync(operators, waits, site, Number));
            }

            site.At(site.Start + TimeSpan.FromHours(hour + 0.5), () => ComeAsync(new([10, 100, 0, home]), waits, site, Number));
        }

        await site.RunAsync(site.Start + TimeSpan.FromDays(1) + TimeSpan.FromHours(2));

        Assert.Equal((24 - from) + (24 - Math.Max(from, 3)), waits.Count);
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, AtMost));
    }

    [Theory]
    [InlineData("one address, 864 requests a day", 1, 100, 0, Slip.FirstMessageLost)]
    [InlineData("one address, 864 requests a day", 1, 100, 0, Slip.ComesBackLater)]
    [InlineData("one address, 864 requests a day", 1, 100, 0, Slip.OtherNumberFirst)]
    [InlineData("20 addresses, each 10 s, with wrong codes", 20, 10, 5, Slip.FirstMessageLost)]
    [InlineData("20 addresses, each 10 s", 20, 10, 0, Slip.OtherNumberFirst)]
    [InlineData("500 addresses, each 10 s", 500, 10, 0, Slip.FirstMessageLost)]
    public async Task Whoever_owns_a_number_may_make_a_mistake_and_still_gets_in(string _, int addresses, int seconds, int guesses, Slip slip)
    {
        using var site = new SimulatedSite(seed: 20);
        new HonestVisitors(site, 0.55, Numbers.OfHome).Come(5_000, site.Start, TimeSpan.FromDays(1));
        var attack = new Attack(site) { Addresses = addresses, KeepsCookies = true, Guesses = guesses };
        const string Number = "9647701230123";
        attack.Begin(site.Start, TimeSpan.FromDays(1), 86_400 / seconds, _ => Number);
        var waits = new List<TimeSpan>();
        for (var hour = 1; hour < 24; hour++)
        {
            var home = (byte)hour;
            site.At(site.Start + TimeSpan.FromHours(hour), () => ComeAsync(new([10, 100, 0, home]), waits, site, Number, slip));
        }

        await site.RunAsync(site.Start + TimeSpan.FromDays(1) + TimeSpan.FromHours(2));

        Assert.Equal(23, waits.Count);
        // Counted from when he asks again.
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, AtMost));
    }

    [Theory]
    [InlineData(Offer18Delivery.Answered)]
    [InlineData(Offer18Delivery.Unknown)]
    public async Task Who_asks_each_minute_while_the_partner_is_down_gets_in_soon_afterwards(Offer18Delivery delivery)
    {
        using var site = new SimulatedSite(seed: 20);
        new HonestVisitors(site, 0.55, Numbers.OfHome).Come(5_000, site.Start, TimeSpan.FromDays(1));
        var (from, to) = (site.Start + TimeSpan.FromHours(12), site.Start + TimeSpan.FromHours(12) + TimeSpan.FromMinutes(20));
        site.At(from, () => Task.FromResult((site.DownDelivery, site.IsPartnerDown) = (delivery, true)));
        site.At(to, () => Task.FromResult(site.IsPartnerDown = false));
        var late = new List<TimeSpan>();
        for (var n = 0; n < 20; n++)
        {
            var (browser, number) = (site.NewBrowser(new([10, 100, 1, (byte)n])), $"96477{n:00}230123");
            site.At(from + TimeSpan.FromSeconds(7 * n), AskAsync);

            async Task AskAsync()
            {
                var asked = await browser.GenerateAsync(number);
                if (asked.Error is null && !site.IsPartnerDown)
                {
                    late.Add(site.Now - to);
                }
                else
                {
                    site.After(TimeSpan.FromMinutes(1), AskAsync);
                }
            }
        }

        await site.RunAsync(site.Start + TimeSpan.FromDays(1));

        Assert.Equal(20, late.Count);
        Assert.All(late, wait => Assert.InRange(wait, TimeSpan.Zero, AtMost));
    }

    [Theory]
    [InlineData("each 25 minutes, which is less than the quiet time", 25 * 60)]
    [InlineData("each 10 s", 10)]
    public async Task Who_comes_by_an_operator_gets_in_while_the_numbers_prefix_is_attacked(string _, int seconds)
    {
        using var site = new SimulatedSite(seed: 20);
        new HonestVisitors(site, 0.55, Numbers.OfHome).Come(5_000, site.Start, TimeSpan.FromDays(1));
        var attack = new Attack(site);
        attack.Begin(site.Start, TimeSpan.FromMinutes(1), 30, random => Numbers.OfPrefix(random, "964770123"));
        attack.Begin(site.Start, TimeSpan.FromDays(1), 86_400 / seconds, random => Numbers.OfPrefix(random, "964770123"));
        var waits = new List<TimeSpan>();
        for (var hour = 3; hour < 24; hour++)
        {
            var (address, number) = (HonestVisitors.OperatorAddress(hour % 20), $"9647701239{hour:000}");
            site.At(site.Start + TimeSpan.FromHours(hour), () => ComeAsync(address, waits, site, number));
        }

        await site.RunAsync(site.Start + TimeSpan.FromDays(1) + TimeSpan.FromHours(1));

        Assert.Equal(21, waits.Count);
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, AtMost));
    }

    public enum Slip
    {
        None,
        FirstMessageLost,
        ComesBackLater,
        OtherNumberFirst,
    }

    private static async Task ComeAsync(IPAddress address, List<TimeSpan> waits, SimulatedSite site, string number, Slip slip = Slip.None)
    {
        var came = site.Now;
        var browser = site.NewBrowser(address);
        if (slip == Slip.OtherNumberFirst)
        {
            await browser.GenerateAsync(number[..^1] + "9");
            site.After(TimeSpan.FromMinutes(1), AskAsync);
            return;
        }

        await AskAsync();

        async Task AskAsync()
        {
            var asked = await browser.GenerateAsync(number);
            if (asked.Error is null && slip is Slip.FirstMessageLost or Slip.ComesBackLater)
            {
                var pause = slip == Slip.FirstMessageLost ? TimeSpan.FromMinutes(1) : TimeSpan.FromMinutes(40);
                (slip, came) = (Slip.None, site.Now + pause);
                site.After(pause, AskAsync);
                return;
            }

            site.After(asked.Error?.RetryAfter ?? TimeSpan.FromSeconds(30), asked.Error is null ? EnterAsync : AskAsync);
        }

        async Task EnterAsync()
        {
            var entered = await browser.VerifyAsync(site.CodeOf(number));
            if (entered.Error is null)
            {
                waits.Add(site.Now - came);
            }
            else
            {
                site.After(entered.Error.RetryAfter ?? TimeSpan.FromSeconds(30), EnterAsync);
            }
        }
    }
}
