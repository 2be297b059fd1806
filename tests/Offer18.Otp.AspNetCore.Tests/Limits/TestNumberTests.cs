using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Limits;

/// <summary>A reviewer of an operator verifies a number that gets no message and calls nobody.</summary>
public sealed class TestNumberTests : IDisposable
{
    private const string Code = "246810";

    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_reviewer_gets_in_without_a_message_or_a_call_and_the_claim_says_so()
    {
        await using var site = await StartAsync();
        using var reviewer = site.NewBrowser();

        Assert.Equal("pending", (await reviewer.GenerateAsync(OtpSite.Number)).State);
        var wrong = await reviewer.VerifyAsync("135791");
        wrong.AssertProblem(HttpStatusCode.UnprocessableEntity, "invalid_otp");
        Assert.Equal(4, wrong.Number("attemptsRemaining"));
        Assert.Equal("verified", (await reviewer.VerifyAsync(Code)).State);

        Assert.Equal("True", (await reviewer.GetPageAsync("/premium")).Body);
        Assert.Equal((0, 0), (site.Generated, site.Verified));
        Assert.Equal(["generate", "verify", "verify", "gate"], _log.Of(1843).Select(line => line.Split(' ')[2].TrimEnd(':')).Take(4));
        Assert.All(_log.AtLeast(LogLevel.Trace), line => Assert.DoesNotContain(OtpSite.Msisdn, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_gate_takes_it_only_where_the_campaign_says_so()
    {
        await using var site = await StartAsync(otp => otp.Limits.AcceptTestNumbers = false);
        using var reviewer = site.NewBrowser();
        await reviewer.GenerateAsync(OtpSite.Number);
        await reviewer.VerifyAsync(Code);

        Assert.NotEqual(HttpStatusCode.OK, (await reviewer.GetPageAsync("/premium")).Status);
    }

    [Fact]
    public async Task It_ends_on_its_date_and_so_do_its_proofs_and_challenges()
    {
        await using var site = await StartAsync();
        using var verified = site.NewBrowser();
        await verified.GenerateAsync(OtpSite.Number);
        await verified.VerifyAsync(Code);
        site.Clock.Advance(TimeSpan.FromMinutes(8));
        using var pending = site.NewBrowser();
        await pending.GenerateAsync(OtpSite.Number);
        Assert.Equal(HttpStatusCode.OK, (await verified.GetPageAsync("/premium")).Status);

        site.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.NotEqual(HttpStatusCode.OK, (await verified.GetPageAsync("/premium")).Status);
        (await pending.VerifyAsync(Code)).AssertProblem(HttpStatusCode.Gone, "otp_expired");
        Assert.Equal((0, 0), (site.Generated, site.Verified));
        using var visitor = site.NewBrowser();
        await visitor.GenerateAsync(OtpSite.Number);
        Assert.Equal(1, site.Generated);
    }

    [Fact]
    public async Task Its_own_limits_hold_and_no_others()
    {
        await using var site = await StartAsync(otp => otp.Limits.MaxSendsPerAddress = 1);
        using var visitor = site.NewBrowser();
        await visitor.GenerateAsync("07700 900124");
        using var reviewer = site.NewBrowser();
        Assert.Equal("pending", (await reviewer.GenerateAsync(OtpSite.Number)).State);

        (await reviewer.ResendAsync()).AssertProblem(HttpStatusCode.TooManyRequests, "resend_too_soon");
        for (var guess = 0; guess < 5; guess++)
        {
            await reviewer.VerifyAsync("135791");
        }

        (await reviewer.VerifyAsync(Code)).AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");
    }

    [Fact]
    public async Task A_date_far_ahead_is_warned_of_at_start()
    {
        await using var site = await StartAsync(otp => otp.Limits.TestNumbers[0].EndsAt = otp.Limits.TestNumbers[0].EndsAt.AddDays(91));

        Assert.Contains("ends in 91 days", Assert.Single(_log.Of(1844)), StringComparison.Ordinal);
    }

    private Task<OtpSite> StartAsync(Action<Offer18OtpOptions>? more = null) => OtpSite.StartAsync(
        builder => builder.Logging.AddProvider(_log).SetMinimumLevel(LogLevel.Trace),
        app => app.MapGet("/premium", (HttpContext context) => $"{context.User.HasClaim("offer18_test", "true")}").RequireOtpVerified(),
        otp =>
        {
            otp.Limits.AcceptTestNumbers = true;
            otp.Limits.TestNumbers.Add(new() { Msisdn = OtpSite.Number, Code = Code, EndsAt = new DateTimeOffset(2026, 1, 2, 3, 14, 5, TimeSpan.Zero) });
            more?.Invoke(otp);
        });
}
