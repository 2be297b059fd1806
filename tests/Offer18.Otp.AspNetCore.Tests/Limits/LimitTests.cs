using System.Net;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Limits;

/// <summary>What stands against a send beside its number, through a site.</summary>
public sealed class LimitTests : LimitedSite
{
    [Fact]
    public async Task A_browser_gets_five_codes_within_ten_minutes_whatever_the_number()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        for (var n = 0; n < 4; n++)
        {
            await SendAsync(browser, n);
            site.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("pending", (await browser.ResendAsync()).State);
        var refused = await browser.GenerateAsync(NumberOf(9));
        site.Clock.Advance(TimeSpan.FromMinutes(6) - TimeSpan.FromMilliseconds(1));
        var early = await browser.GenerateAsync(NumberOf(9));
        site.Clock.Advance(TimeSpan.FromMilliseconds(1));

        refused.AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        Assert.Equal(360, refused.Number("retryAfter"));
        early.AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        Assert.Equal("pending", (await browser.GenerateAsync(NumberOf(9))).State);
        using var other = site.NewBrowser();
        await SendAsync(other, 10);
    }

    [Fact]
    public async Task What_is_verified_no_longer_counts_against_its_address()
    {
        await using var site = await StartAsync(limits => limits.MaxSendsPerAddress = 3);
        for (var n = 0; n < 5; n++)
        {
            await VerifyAsync(site, n, "203.0.113.7");
        }

        for (var n = 10; n < 13; n++)
        {
            using var browser = NewBrowser(site, "203.0.113.7");
            await SendAsync(browser, n);
        }

        using var fourth = NewBrowser(site, "203.0.113.7");
        (await fourth.GenerateAsync(NumberOf(13))).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        using var neighbour = NewBrowser(site, "203.0.113.8");
        await SendAsync(neighbour, 13);
    }

    [Fact]
    public async Task All_addresses_of_one_IPv6_network_are_one_and_an_unknown_address_is_none()
    {
        await using var site = await StartAsync(limits => limits.MaxSendsPerAddress = 1);
        using var first = NewBrowser(site, "2001:db8:0:1::7");
        await SendAsync(first, 0);

        using var same = NewBrowser(site, "2001:db8:0:1:ffff::8");
        (await same.GenerateAsync(NumberOf(1))).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        using var other = NewBrowser(site, "2001:db8:0:2::7");
        await SendAsync(other, 2);
        for (var n = 3; n < 6; n++)
        {
            using var unknown = NewBrowser(site, "none");
            await SendAsync(unknown, n);
        }
    }

    [Fact]
    public async Task A_campaign_may_send_so_many_codes_an_hour()
    {
        await using var site = await StartAsync(limits => limits.MaxSendsPerHour = 2);
        await VerifyAsync(site, 0);
        await VerifyAsync(site, 1);

        using var third = site.NewBrowser();
        (await third.GenerateAsync(NumberOf(2))).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        site.Clock.Advance(TimeSpan.FromHours(1));
        await SendAsync(third, 2);
    }

    [Fact]
    public async Task A_number_gets_ten_codes_a_day()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        for (var n = 0; n < 10; n++)
        {
            await SendAsync(browser, 0);
            site.Clock.Advance(TimeSpan.FromMinutes(21));
        }

        var refused = await browser.GenerateAsync(NumberOf(0));

        refused.AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        Assert.Equal((24 * 60 * 60) - (210 * 60), refused.Number("retryAfter"));
        // Somebody else asks for it for the first time.
        using var owner = site.NewBrowser();
        await SendAsync(owner, 0);
    }

    [Fact]
    public async Task One_who_asks_for_the_first_time_gets_the_code_that_is_kept()
    {
        await using var site = await StartAsync(limits => limits.MaxSendsPerBrowser = 100);
        using var attacker = site.NewBrowser();
        for (var n = 0; n < 5; n++)
        {
            await SendAsync(attacker, 0);
            site.Clock.Advance(TimeSpan.FromSeconds(31));
        }

        (await attacker.GenerateAsync(NumberOf(0))).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        using var owner = site.NewBrowser();
        Assert.Equal("pending", (await owner.GenerateAsync(NumberOf(0))).State);
        Assert.Equal("verified", (await owner.VerifyAsync(CodeOf(site, 0))).State);
    }

    [Fact]
    public async Task What_is_kept_of_a_used_up_number_is_free_again_when_the_refusal_said()
    {
        await using var site = await StartAsync(limits => (limits.MaxSendsPerDay, limits.MaxSendsPerBrowser) = (5, 100));
        using var attacker = NewBrowser(site, "203.0.113.7");
        for (var n = 0; n < 5; n++)
        {
            await SendAsync(attacker, 0);
            site.Clock.Advance(TimeSpan.FromMinutes(3));
        }

        site.Clock.Advance(TimeSpan.FromMinutes(10));
        using var another = NewBrowser(site, "203.0.113.8");
        await SendAsync(another, 0);
        site.Clock.Advance(TimeSpan.FromSeconds(31));
        using var owner = NewBrowser(site, "203.0.113.9");
        var refused = await owner.GenerateAsync(NumberOf(0));

        refused.AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        Assert.Equal(150 - 31, refused.Number("retryAfter"));
        site.Clock.Advance(TimeSpan.FromSeconds(150 - 31));
        await SendAsync(owner, 0);
    }

    [Fact]
    public async Task What_was_taken_is_given_back_when_another_counter_cannot_be_read()
    {
        await using var site = await StartAsync(limits => limits.MaxSendsPerHour = 1);
        using var browser = site.NewBrowser();
        Stores.Failing.Add("Find");
        (await browser.GenerateAsync(NumberOf(0))).AssertProblem(HttpStatusCode.ServiceUnavailable, "store_unavailable");
        Stores.Failing.Clear();

        Assert.Equal("pending", (await browser.GenerateAsync(NumberOf(0))).State);
    }

    [Fact]
    public async Task A_limit_that_only_records_refuses_nobody_and_says_what_it_would_have_done()
    {
        await using var site = await StartAsync(limits =>
        {
            limits.MaxUnverifiedPerPrefix = 1;
            limits.Modes[OtpLimitKind.Prefix] = OtpLimitMode.Record;
        });
        using var measured = new Measurements(site.Services);
        for (var n = 0; n < 3; n++)
        {
            using var browser = site.NewBrowser();
            await SendAsync(browser, n);
        }

        // Nothing was closed.
        Assert.Empty(Log.Of(1841));
        Assert.Equal(["1 {refusal} generate prefix record", "1 {refusal} generate prefix record"], measured.Of(OtpTelemetry.LimitsReached));
        Assert.Equal(2, Log.Of(1840).Length);
    }

    [Fact]
    public async Task Which_limit_it_was_is_not_for_the_visitor()
    {
        var answers = new List<string>();
        foreach (var configure in new Action<OtpLimitOptions>[]
        {
            limits => limits.MaxSendsPerBrowser = 1,
            limits => limits.MaxSendsPerAddress = 1,
            limits => limits.MaxUnverifiedPerPrefix = 1,
            limits => limits.MaxUnverifiedPerAddress = 1,
            limits => limits.MaxSendsPerHour = 1,
        })
        {
            await using var site = await StartAsync(configure);
            using var browser = NewBrowser(site, "203.0.113.7");
            await SendAsync(browser, 0);
            var refused = await browser.GenerateAsync(NumberOf(1));
            refused.AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
            answers.Add(string.Join(',', refused.Json.EnumerateObject().Where(member => member.Name is not ("retryAfter" or "detail")).Select(member => member.ToString())));
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task The_owner_hears_that_a_numbers_own_limits_have_refused()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        for (var n = 0; n < 5; n++)
        {
            await SendAsync(browser, 0);
            site.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        using var other = site.NewBrowser();
        await SendAsync(other, 0);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        (await other.ResendAsync()).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        Assert.Equal(["Information 1840 generate: the limit by number is reached (enforce, campaign \"\")."], Log.Of(1840).Distinct());

        for (var guess = 0; guess < 5; guess++)
        {
            await other.VerifyAsync(Phone.OtherThan(CodeOf(site, 0)));
        }

        (await other.VerifyAsync(CodeOf(site, 0))).AssertProblem(HttpStatusCode.TooManyRequests, Exhausted);
        Assert.Contains(Log.Of(1840), line => line.StartsWith("Information 1840 verify: the limit by number ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_counters_nothing_is_sent_and_nothing_checked_until_they_are_back()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await SendAsync(browser, 0);
        Stores.Failing.Add("Take");

        (await browser.VerifyAsync(CodeOf(site, 0))).AssertProblem(HttpStatusCode.ServiceUnavailable, "store_unavailable");
        (await browser.GenerateAsync(NumberOf(1))).AssertProblem(HttpStatusCode.ServiceUnavailable, "store_unavailable");
        Assert.Equal((1, 0), (site.Generated, site.Verified));

        Stores.Failing.Clear();
        Assert.Equal("verified", (await browser.VerifyAsync(CodeOf(site, 0))).State);
    }

    [Theory]
    [InlineData(OtpLimitKind.Number)]
    [InlineData(OtpLimitKind.Browser)]
    [InlineData(OtpLimitKind.Address)]
    [InlineData(OtpLimitKind.Country)]
    [InlineData(OtpLimitKind.Prefix)]
    [InlineData(OtpLimitKind.Campaign)]
    public async Task The_limits_of_one_kind_can_be_off_while_the_others_hold(OtpLimitKind kind)
    {
        await using var site = await StartAsync(limits =>
        {
            limits.Modes[kind] = OtpLimitMode.Off;
            limits.MaxUnverifiedPerCountry = 10;
            limits.MaxSendsPerBrowser = kind == OtpLimitKind.Browser ? 1 : 5;
            limits.MaxSendsPerAddress = kind == OtpLimitKind.Browser ? 2 : 200;
        });
        using var browser = NewBrowser(site, "203.0.113.7");
        var sent = 0;
        while (sent < 12 && (await browser.GenerateAsync(NumberOf(sent))).State == "pending")
        {
            sent++;
        }

        Assert.Equal(kind == OtpLimitKind.Browser ? 2 : 5, sent);
        using var visitor = NewBrowser(site, "203.0.113.8");
        await SendAsync(visitor, 20);
        Assert.Equal("verified", (await visitor.VerifyAsync(CodeOf(site, 20))).State);
    }

    [Fact]
    public async Task A_number_that_a_sites_own_parser_takes_may_be_short()
    {
        await using var site = await StartAsync(parser: new ShortNumbers());
        using var browser = site.NewBrowser();

        await browser.GenerateAsync("123");

        // It is Offer18 that does not take it.
        Assert.Equal(1, site.Generated);
    }

    private sealed class ShortNumbers : IMsisdnParser
    {
        public Msisdn? Parse(string? text, IEnumerable<string> allowedCountries, string? defaultCountry) => new(text!, "GB");
    }
}
