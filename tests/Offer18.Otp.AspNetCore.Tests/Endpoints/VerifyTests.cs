using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

public sealed class VerifyTests
{
    [Fact]
    public async Task A_second_verify_of_a_code_that_succeeded_answers_verified_and_calls_nobody()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number, "/premium");
        var first = await browser.VerifyAsync(site.Code);

        var second = await browser.VerifyAsync(site.Code);

        Assert.Equal(first.Body, second.Body);
        Assert.Equal(1, site.Verified);
    }

    [Fact]
    public async Task A_browser_that_never_got_the_answer_learns_from_the_status_that_it_is_verified()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/premium", () => "in").RequireOtpVerified());
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        var before = browser.OtpCookie()!.Value;
        await browser.VerifyAsync(site.Code);
        browser.OtpCookie()!.Value = before;

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(new(HttpMethod.Get, "/premium"))).Status);
        var status = await browser.StatusAsync();

        Assert.Equal("verified", status.State);
        Assert.Equal("in", (await browser.SendAsync(new(HttpMethod.Get, "/premium"))).Body);
        Assert.Equal(1, site.Verified);
    }

    // The attacker has asked for a code to the same number, and so holds all of the challenge's key but the victim's handle.
    [Fact]
    public async Task Another_browser_cannot_finish_a_challenge()
    {
        await using var site = await OtpSite.StartAsync();
        using var victim = site.NewBrowser();
        using var attacker = site.NewBrowser();
        await attacker.GenerateAsync(OtpSite.Number);
        site.Clock.Advance(TimeSpan.FromSeconds(30));
        await victim.GenerateAsync(OtpSite.Number);

        var answer = await attacker.VerifyAsync(site.Code);

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "invalid_otp");
        Assert.Equal("verified", (await victim.VerifyAsync(site.Code)).State);
    }

    [Fact]
    public async Task A_browser_that_asked_for_no_code_can_finish_no_challenge()
    {
        await using var site = await OtpSite.StartAsync();
        using var victim = site.NewBrowser();
        using var attacker = site.NewBrowser();
        await victim.GenerateAsync(OtpSite.Number);

        (await attacker.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.TooManyRequests, "resend_too_soon");
        var answer = await attacker.PostAsync(
            OtpBrowserClient.DefaultPrefix, "verify", new() { ["otp"] = site.Code, ["msisdn"] = OtpSite.Number });

        answer.AssertProblem(HttpStatusCode.NotFound, "no_pending_request");
        Assert.True(answer.Json.GetProperty("restart").GetBoolean());
        Assert.Equal(0, site.Verified);
    }

    [Fact]
    public async Task A_posted_number_does_not_change_which_number_is_verified()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);

        await browser.PostAsync(
            OtpBrowserClient.DefaultPrefix, "verify", new() { ["otp"] = site.Code, ["msisdn"] = "447700900999", ["request_id"] = "x" });

        Assert.Equal(OtpSite.Msisdn, site.Offer18.Calls.Single(call => call.Operation == "otp_verify").Query["msisdn"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("123456789")]
    [InlineData("abcdef")]
    [InlineData("12345６7890")]
    public async Task What_is_no_code_costs_neither_an_attempt_nor_a_call(string? otp)
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);

        var answer = await browser.VerifyAsync(otp);

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "invalid_otp");
        Assert.Equal(5, answer.Number("attemptsRemaining"));
        Assert.Equal(0, site.Verified);
    }

    [Fact]
    public async Task After_the_last_attempt_what_is_no_code_says_that_a_new_one_is_needed()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await browser.VerifyAsync(site.WrongCode);
        }

        var answer = await browser.VerifyAsync("abc");

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "invalid_otp");
        Assert.Equal((0, true), (answer.Number("attemptsRemaining"), answer.Json.GetProperty("restart").GetBoolean()));
    }

    [Fact]
    public async Task Wrong_codes_count_down_to_a_lock_out_that_no_resend_or_browser_refills()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        using var other = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);

        for (var remaining = 4; remaining >= 0; remaining--)
        {
            var wrong = await browser.VerifyAsync(site.WrongCode);
            wrong.AssertProblem(HttpStatusCode.UnprocessableEntity, "invalid_otp");
            Assert.Equal(remaining, wrong.Number("attemptsRemaining"));
            Assert.Equal(remaining == 0, wrong.Json.TryGetProperty("restart", out _));
            Assert.Equal(remaining == 0 ? 30 : null, wrong.Number("retryAfter"));
        }

        var right = await browser.VerifyAsync(site.Code);
        right.AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");
        Assert.Equal(30, right.Number("retryAfter"));
        Assert.True(right.Json.GetProperty("restart").GetBoolean());
        (await browser.ResendAsync()).AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");
        (await other.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");
        Assert.Equal((1, 5), (site.Generated, site.Verified));
    }

    [Fact]
    public async Task After_a_lock_out_there_is_one_attempt_and_the_next_lasts_twice_as_long()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        for (var i = 0; i < 5; i++)
        {
            await browser.VerifyAsync(site.WrongCode);
        }

        site.Clock.Advance(TimeSpan.FromSeconds(30));
        (await browser.VerifyAsync(site.Code)).AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");
        Assert.Equal(1, (await browser.ResendAsync()).Number("attemptsRemaining"));
        Assert.Equal(0, (await browser.VerifyAsync(site.WrongCode)).Number("attemptsRemaining"));

        Assert.Equal(60, (await browser.VerifyAsync(site.Code)).Number("retryAfter"));
    }

    [Fact]
    public async Task A_right_code_clears_the_count()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.WrongCode);
        await browser.VerifyAsync(site.Code);
        site.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(5, (await browser.GenerateAsync(OtpSite.Number)).Number("attemptsRemaining"));
    }

    [Fact]
    public async Task A_code_older_than_its_lifetime_is_expired_without_a_call()
    {
        await using var site = await OtpSite.StartAsync(options: otp => otp.CodeLifetime = TimeSpan.FromMinutes(3));
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);

        site.Clock.Advance(TimeSpan.FromMinutes(3));
        var answer = await browser.VerifyAsync(site.Code);

        answer.AssertProblem(HttpStatusCode.Gone, "otp_expired");
        Assert.True(answer.Json.GetProperty("restart").GetBoolean());
        Assert.Equal(0, site.Verified);
        Assert.Equal("pending", (await browser.ResendAsync()).State);
    }

    [Fact]
    public async Task Verify_without_generate_is_refused()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        (await browser.VerifyAsync("123456")).AssertProblem(HttpStatusCode.NotFound, "no_pending_request");
        Assert.Empty(site.Offer18.Calls);
    }

    [Fact]
    public async Task A_partner_that_calls_the_number_active_proves_nothing_of_the_code()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync("447700900609");
        var code = site.Offer18.LatestCode("447700900609");

        var lost = await browser.VerifyAsync(code);
        var again = await browser.VerifyAsync(code);

        lost.AssertProblem(HttpStatusCode.ServiceUnavailable, "upstream_unavailable");
        again.AssertProblem(HttpStatusCode.Conflict, "already_subscribed");
    }

    [Fact]
    public async Task Only_after_a_lost_answer_does_the_text_of_a_right_code_verify()
    {
        await using var site = await OtpSite.StartAsync(options: otp =>
        {
            otp.ErrorCodes["msisdn already active"] = Offer18PartnerAnswers.AlreadyVerified;
            otp.ErrorCodes["ALREADY_SUBSCRIBED"] = Offer18PartnerAnswers.AlreadyVerified;
        });
        using var browser = site.NewBrowser();

        await browser.GenerateAsync("447700900609");
        var code = site.Offer18.LatestCode("447700900609");
        (await browser.VerifyAsync(code)).AssertProblem(HttpStatusCode.ServiceUnavailable, "upstream_unavailable");
        Assert.Equal("verified", (await browser.VerifyAsync(code)).State);

        using var other = site.NewBrowser();
        await other.GenerateAsync("447700900605");
        (await other.VerifyAsync("000000")).AssertProblem(HttpStatusCode.Gone, "otp_expired");
    }

    [Fact]
    public async Task A_partner_that_gives_a_challenge_up_gives_no_guesses_back()
    {
        await using var site = await OtpSite.StartAsync(options: otp =>
        {
            otp.MaxSendsPerMsisdn = 100;
            otp.Limits.Mode = OtpLimitMode.Off;
        });
        using var browser = site.NewBrowser();
        for (var n = 0; n < 5; n++)
        {
            Assert.Equal(5 - n, (await browser.GenerateAsync("447700900602")).Number("attemptsRemaining"));
            (await browser.VerifyAsync($"00000{n}")).AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");
            site.Clock.Advance(TimeSpan.FromSeconds(30) - (n == 4 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero));
        }

        (await browser.GenerateAsync("447700900602")).AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");
    }

    [Fact]
    public async Task A_lost_answer_does_not_open_the_way_to_guess()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync("447700900606");

        var answers = new List<OtpAnswer>();
        for (var n = 0; n < 8; n++)
        {
            answers.Add(await browser.VerifyAsync($"00000{n}"));
            // So far apart that the breaker stays closed. An open breaker, too, would keep further codes from Offer18.
            site.Clock.Advance(TimeSpan.FromSeconds(31));
        }

        Assert.Equal(5, site.Verified);
        Assert.All(answers.Take(5), answer => answer.AssertProblem(HttpStatusCode.ServiceUnavailable, "upstream_unavailable"));
        Assert.All(answers.Skip(5), answer => answer.AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted"));
    }

    [Fact]
    public async Task An_answer_about_credentials_gives_no_guesses_back()
    {
        await using var offer18 = await AlwaysAnswer.StartAsync(401, "<html>Unauthorized</html>");
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        site.Services.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().CurrentValue.BaseAddress = offer18.Address;

        for (var n = 0; n < 20; n++)
        {
            Assert.Contains((await browser.VerifyAsync($"{n:000000}")).Code, (string[])["upstream_rejected_credentials", "attempts_exhausted"]);
        }

        Assert.Equal(5, offer18.Requests);
    }

    [Theory]
    [InlineData("NOT_ELIGIBLE", "not_eligible")]
    [InlineData("MSISDN Blacklisted.", "msisdn_blocked")]
    [InlineData("ALREADY_SUBSCRIBED", "already_subscribed")]
    public async Task A_partner_that_refuses_each_code_without_a_word_about_it_gives_a_hundred_checks(string text, string code)
    {
        await using var offer18 = await AlwaysAnswer.StartAsync(200, $$"""{"status":400,"error":"{{text}}"}""");
        await using var site = await OtpSite.StartAsync(options: otp =>
        {
            otp.MaxSendsPerMsisdn = 100;
            otp.Limits.Mode = OtpLimitMode.Off;
        });
        var settings = site.Services.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().CurrentValue;
        var simulator = settings.BaseAddress;
        for (var challenge = 0; challenge < 20; challenge++)
        {
            using var browser = site.NewBrowser();
            settings.BaseAddress = simulator;
            Assert.Equal(5, (await browser.GenerateAsync(OtpSite.Number)).Number("attemptsRemaining"));
            settings.BaseAddress = offer18.Address;
            for (var n = 0; n < 5; n++)
            {
                Assert.Equal(code, (await browser.VerifyAsync($"{(challenge * 5) + n:000000}")).Code);
            }

            site.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        using var another = site.NewBrowser();
        settings.BaseAddress = simulator;
        (await another.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");
        Assert.Equal(100, offer18.Requests);
    }

    [Fact]
    public async Task A_new_verification_takes_the_old_one_back()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/premium", () => "in").RequireOtpVerified());
        using var browser = await site.NewVerifiedBrowserAsync();
        var old = browser.OtpCookie()!.Value;
        site.Clock.Advance(TimeSpan.FromSeconds(30));

        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);

        Assert.Equal("in", (await browser.SendAsync(new(HttpMethod.Get, "/premium"))).Body);
        browser.OtpCookie()!.Value = old;
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(new(HttpMethod.Get, "/premium"))).Status);
    }
}
