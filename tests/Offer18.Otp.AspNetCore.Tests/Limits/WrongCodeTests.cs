using System.Net;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Limits;

/// <summary>What guessing costs, at however many numbers.</summary>
public sealed class WrongCodeTests : LimitedSite
{
    [Fact]
    public async Task Where_an_address_has_used_up_its_wrong_codes_a_browser_has_three()
    {
        await using var site = await StartAsync(limits => limits.MaxWrongCodesPerAddress = 4);
        for (var n = 0; n < 2; n++)
        {
            using var guesser = NewBrowser(site, "203.0.113.7");
            await GuessAsync(site, guesser, n, 2);
        }

        using var third = NewBrowser(site, "203.0.113.7");
        await GuessAsync(site, third, 2, 3);
        var refused = await third.VerifyAsync(CodeOf(site, 2));

        refused.AssertProblem(HttpStatusCode.TooManyRequests, Exhausted);
        Assert.Equal(24 * 60 * 60, refused.Number("retryAfter"));
        // Where no code can be checked, none is sent.
        (await third.GenerateAsync(NumberOf(3))).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        await VerifyAsync(site, 4, "203.0.113.7");
    }

    [Theory]
    [InlineData(OtpLimitMode.Enforce)]
    [InlineData(OtpLimitMode.Off)]
    public async Task A_browser_does_not_pass_the_lock_that_its_own_guesses_led_to(OtpLimitMode browsers)
    {
        await using var site = await StartAsync(limits => limits.Modes[OtpLimitKind.Browser] = browsers);
        using var guesser = NewBrowser(site, "203.0.113.7");
        await GuessAsync(site, guesser, 0, 5);
        site.Clock.Advance(TimeSpan.FromSeconds(29));

        (await guesser.ResendAsync()).AssertProblem(HttpStatusCode.TooManyRequests, Exhausted);
    }

    // Otherwise what is not counted would speak for everybody.
    [Theory]
    [InlineData(OtpLimitKind.Browser)]
    [InlineData(OtpLimitKind.Address)]
    public async Task Guessing_ends_with_the_campaigns_budget_if_another_limit_is_off(OtpLimitKind off)
    {
        await using var site = await StartAsync(limits =>
        {
            limits.MaxWrongCodes = 3;
            limits.Modes[off] = OtpLimitMode.Off;
        });
        using var guesser = NewBrowser(site, "203.0.113.7");
        await GuessAsync(site, guesser, 0, 3);

        (await guesser.VerifyAsync(CodeOf(site, 0))).AssertProblem(HttpStatusCode.TooManyRequests, Exhausted);
        if (off == OtpLimitKind.Address)
        {
            using var next = NewBrowser(site, "203.0.113.8");
            (await next.GenerateAsync(NumberOf(1))).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        }
    }

    [Fact]
    public async Task Beyond_the_campaigns_budget_visitors_at_a_good_address_have_two_codes_each()
    {
        await using var site = await StartAsync(limits => limits.MaxWrongCodes = 3);
        for (var n = 0; n < 3; n++)
        {
            await VerifyAsync(site, n, "203.0.113.7");
        }

        for (var n = 10; n < 13; n++)
        {
            using var guesser = NewBrowser(site, "203.0.113.7");
            await GuessAsync(site, guesser, n, 1);
        }

        for (var n = 20; n < 23; n++)
        {
            using var visitor = NewBrowser(site, "203.0.113.7");
            await GuessAsync(site, visitor, n, 2);
            (await visitor.VerifyAsync(CodeOf(site, n))).AssertProblem(HttpStatusCode.TooManyRequests, Exhausted);
        }
    }

    [Fact]
    public async Task Guessing_at_many_numbers_ends_with_the_campaigns_budget()
    {
        await using var site = await StartAsync(limits => (limits.MaxWrongCodesPerAddress, limits.MaxWrongCodes) = (4, 6));
        for (var n = 0; n < 6; n++)
        {
            using var guesser = NewBrowser(site, "203.0.113.7");
            await GuessAsync(site, guesser, n, 1);
        }

        using var next = NewBrowser(site, "203.0.113.7");
        (await next.GenerateAsync(NumberOf(6))).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        await VerifyAsync(site, 7, "203.0.113.8");
    }

    [Fact]
    public async Task A_code_that_is_not_accepted_is_a_guess_whatever_the_partner_calls_it()
    {
        await using var site = await StartAsync(limits => limits.MaxWrongCodesPerBrowser = 2, client: options => options.ErrorCodes["The pin is not valid."] = "not_eligible");
        using var browser = site.NewBrowser();
        await SendAsync(browser, 0);
        for (var guess = 0; guess < 2; guess++)
        {
            Assert.Equal("not_eligible", (await browser.VerifyAsync(Phone.OtherThan(CodeOf(site, 0)))).Code);
        }

        (await browser.VerifyAsync(CodeOf(site, 0))).AssertProblem(HttpStatusCode.TooManyRequests, Exhausted);
    }

    [Fact]
    public async Task A_browser_has_so_many_wrong_codes_a_day_and_right_ones_cost_none()
    {
        await using var site = await StartAsync(limits => limits.MaxWrongCodesPerBrowser = 2);
        using var browser = site.NewBrowser();
        await SendAsync(browser, 0);
        await browser.VerifyAsync(Phone.OtherThan(CodeOf(site, 0)));
        await SendAsync(browser, 1);
        await browser.VerifyAsync(Phone.OtherThan(CodeOf(site, 1)));

        (await browser.VerifyAsync(CodeOf(site, 1))).AssertProblem(HttpStatusCode.TooManyRequests, Exhausted);
        site.Clock.Advance(TimeSpan.FromDays(1));
        await SendAsync(browser, 1);
        Assert.Equal("verified", (await browser.VerifyAsync(CodeOf(site, 1))).State);
    }

    [Fact]
    public async Task Beyond_the_campaigns_budget_an_address_has_two_wrong_codes()
    {
        await using var site = await StartAsync(limits => limits.MaxWrongCodes = 2);
        using var guesser = NewBrowser(site, "203.0.113.7");
        await SendAsync(guesser, 0);
        foreach (var which in (int[])[1, 2])
        {
            (await guesser.VerifyAsync(Phone.OtherThan(CodeOf(site, 0), which))).AssertProblem(HttpStatusCode.UnprocessableEntity, "invalid_otp");
        }

        (await guesser.VerifyAsync(Phone.OtherThan(CodeOf(site, 0), 3))).AssertProblem(HttpStatusCode.TooManyRequests, Exhausted);
        await VerifyAsync(site, 1, "203.0.113.8");
    }
}
