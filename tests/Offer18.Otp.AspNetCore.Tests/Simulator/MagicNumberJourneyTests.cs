using System.Net;
using System.Text.RegularExpressions;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator.Wire;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

/// <summary>Checks the last column of the README's table: what a visitor's browser gets.</summary>
public sealed partial class MagicNumberJourneyTests
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Numbers => [.. MagicNumbers.All.Keys.Order(StringComparer.Ordinal)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task The_browser_gets_what_the_table_promises(string msisdn)
    {
        var magic = MagicNumbers.Of(msisdn);
        var clock = new TimerWatchingTime();
        await using var site = await OtpSite.StartAsync(clock: clock);
        using var browser = site.NewBrowser();
        var promised = Promised(magic).ToArray();

        var generated = await AnswerAsync(clock, browser.GenerateAsync(msisdn), magic, magic.Generate);
        if (magic.Generate is not null)
        {
            AssertIs(Assert.Single(promised), generated);
            Assert.Empty(site.Offer18.Inbox);
            return;
        }

        AssertIs("pending", generated);
        var code = Assert.Single(site.Offer18.Inbox, sms => sms.Msisdn == msisdn).Code;
        foreach (var each in promised)
        {
            AssertIs(each, await AnswerAsync(clock, browser.VerifyAsync(code), magic, magic.Verify));
        }

        Assert.Equal((1, promised.Length), (site.Generated, site.Verified));
        Assert.Equal(promised[^1] == "verified", (await browser.StatusAsync()).State == "verified");
    }

    /// <summary>What the browser must get each time it sends the code: an error code, or "verified".</summary>
    private static IEnumerable<string> Promised(MagicNumber magic)
    {
        Assert.Matches("^(none: verified|`[a-z_]+`(, then `[a-z_]+`)*)$", magic.BrowserGets);
        return Outcome().Matches(magic.BrowserGets).Select(match => match.Value);
    }

    private static void AssertIs(string promised, OtpAnswer answer)
    {
        if (promised is "verified" or "pending")
        {
            Assert.Equal((HttpStatusCode.OK, promised), (answer.Status, answer.State ?? answer.Code));
        }
        else
        {
            answer.AssertProblem((HttpStatusCode)OtpErrorTable.Row(promised).HttpStatus, promised);
        }
    }

    // Waits until Offer18 has set its timer. Then moves the clock until Offer18 answers, or until the site gives up.
    private static async Task<OtpAnswer> AnswerAsync(TimerWatchingTime clock, Task<OtpAnswer> answer, MagicNumber magic, Reply? reply)
    {
        var silent = reply?.Kind == ReplyKind.Silence;
        if (silent || magic.Delay > TimeSpan.Zero)
        {
            await clock.TimerAsync(silent ? LongestSilence : magic.Delay, Cancellation);
            Assert.False(answer.IsCompleted);
            clock.Advance(silent ? new Offer18OtpOptions().Timeout : magic.Delay);
        }

        return await answer;
    }

    [GeneratedRegex("[a-z_]+(?=`|$)")]
    private static partial Regex Outcome();
}
