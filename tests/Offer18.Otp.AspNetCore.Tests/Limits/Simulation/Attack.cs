using System.Net;

namespace Offer18.Otp.AspNetCore.Tests.Limits.Simulation;

/// <summary>Somebody who asks for codes that he does not want, at even distances, and never tires.</summary>
internal sealed class Attack(SimulatedSite site)
{
    /// <summary>How many addresses he has.</summary>
    public int Addresses { get; init; } = 500;

    public bool KeepsCookies { get; init; }

    /// <summary>Of how many codes one reaches a SIM card of his own, and is entered; none by default.</summary>
    public int VerifiesOneOf { get; init; }

    /// <summary>How many wrong codes he tries for each number that he got a code for.</summary>
    public int Guesses { get; init; }

    public int Asked { get; private set; }

    /// <summary>How many codes he got sent.</summary>
    public int Sms { get; private set; }

    /// <summary>How many he verified.</summary>
    public int Verified { get; private set; }

    public void Begin(DateTimeOffset from, TimeSpan within, int count, Func<Random, string> numbers)
    {
        var jitter = new Random(1);
        for (var n = 0; n < count; n++)
        {
            var address = AddressOf(n);
            site.At(from + (within * (n + jitter.NextDouble()) / count), () => AskAsync(address, numbers(site.Random)));
        }
    }

    /// <summary>The mobile operator whose one address he shares with honest visitors; null if his addresses are his own.</summary>
    public int? BehindOperator { get; init; }

    /// <summary>The address that he asks from the <paramref name="n"/>th time.</summary>
    public IPAddress AddressOf(int n) => BehindOperator is { } index
        ? HonestVisitors.OperatorAddress(index)
        : new([10, 200, (byte)(n % Addresses >> 8), (byte)(n % Addresses)]);

    private async Task AskAsync(IPAddress address, string number)
    {
        Asked++;
        var browser = site.NewBrowser(address, KeepsCookies);
        var outcome = await browser.GenerateAsync(number);
        if (outcome.Error is not null)
        {
            return;
        }

        Sms++;
        if (VerifiesOneOf > 0 && Sms % VerifiesOneOf == 0)
        {
            site.After(TimeSpan.FromSeconds(20), async () => Verified += (await browser.VerifyAsync(site.CodeOf(number))).Error is null ? 1 : 0);
        }

        for (var n = 0; n < Guesses; n++)
        {
            if ((await browser.VerifyAsync($"{site.Random.Next(10_000):0000}")).Error is null)
            {
                Verified++;
                return;
            }
        }
    }
}
