using System.Net;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Limits.Simulation;

/// <summary>
/// People who come to a campaign, as they are: most behind a few addresses of mobile operators, some mistype, some never enter their code, and
/// codes take their time.
/// </summary>
internal sealed class HonestVisitors(SimulatedSite site, double verifiedShare, Func<Random, string> numbers)
{
    private const double BehindOperator = 0.6;
    private const double MistypesNumber = 0.05;
    private const double MistypesCode = 0.08;
    private const double AsksAgain = 0.06;

    // A lognormal distribution with this median, of which one in a thousand is above eight minutes.
    private static readonly TimeSpan MedianDelay = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(8);
    private const double Sigma = 0.85;

    private int _homes;

    /// <summary>Behind how many addresses those are who come by a mobile operator.</summary>
    public int Operators { get; init; } = 20;

    public int Count { get; private set; }

    public int Verified { get; private set; }

    /// <summary>How many met a refusal of ours that they had not brought upon themselves.</summary>
    public int Refused { get; private set; }

    /// <summary>This many come, spread evenly at random.</summary>
    public void Come(int count, DateTimeOffset from, TimeSpan within)
    {
        for (var n = 0; n < count; n++)
        {
            site.At(from + (site.Random.NextDouble() * within), () => ComeAsync(numbers(site.Random)));
        }
    }

    /// <summary>The address that all visitors of a mobile operator have.</summary>
    public static IPAddress OperatorAddress(int index) => new([10, 1, 0, (byte)index]);

    public IPAddress NewAddress() => site.Random.NextDouble() < BehindOperator
        ? OperatorAddress(site.Random.Next(Operators))
        : new([10, (byte)(2 + (_homes >> 16)), (byte)(_homes >> 8), (byte)_homes++]);

    private async Task ComeAsync(string number)
    {
        Count++;
        var browser = site.NewBrowser(NewAddress());
        var isRefused = false;
        if (site.Random.NextDouble() < MistypesNumber)
        {
            isRefused |= IsRefusal(await browser.GenerateAsync(numbers(site.Random)));
            site.After(TimeSpan.FromSeconds(40), AskAsync);
        }
        else
        {
            await AskAsync();
        }

        async Task AskAsync()
        {
            var asked = await browser.GenerateAsync(number);
            if (IsRefusal(asked))
            {
                Refused++;
                return;
            }

            if (asked.Error is not null || site.Random.NextDouble() >= verifiedShare)
            {
                return;
            }

            var delay = site.Random.NextDouble() < AsksAgain ? TimeSpan.FromSeconds(45) : TimeSpan.Zero;
            if (delay > TimeSpan.Zero)
            {
                site.After(delay, async () => isRefused |= IsRefusal(await browser.GenerateAsync(null)));
            }

            site.After(delay + Delay(), EnterAsync);
        }

        async Task EnterAsync()
        {
            if (site.Random.NextDouble() < MistypesCode)
            {
                var code = site.CodeOf(number);
                isRefused |= IsRefusal(await browser.VerifyAsync($"{(int.Parse(code, System.Globalization.CultureInfo.InvariantCulture) + 1) % 10_000:0000}"));
            }

            var entered = await browser.VerifyAsync(site.CodeOf(number));
            Verified += entered.Error is null ? 1 : 0;
            if (isRefused || IsRefusal(entered))
            {
                Refused++;
            }
        }
    }

    private TimeSpan Delay()
    {
        // Box and Muller.
        var normal = Math.Sqrt(-2 * Math.Log(1 - site.Random.NextDouble())) * Math.Cos(2 * Math.PI * site.Random.NextDouble());
        var delay = MedianDelay * Math.Exp(Sigma * normal);
        return delay < LongestDelay ? delay : LongestDelay;
    }

    private static bool IsRefusal(OtpOutcome outcome) => outcome.Error?.Code is OtpErrorCodes.SendLimitReached or OtpErrorCodes.AttemptsExhausted;
}
