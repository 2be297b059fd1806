using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Limits;

/// <summary>What stands against a send or a check beside its number, through a site. <c>LimitSimulationTests</c> shows what it does to crowds.</summary>
public sealed class LimitTests : IDisposable
{
    private const string SendLimit = "send_limit_reached";
    private const string Exhausted = "attempts_exhausted";

    private readonly LogLines _log = new();
    private readonly StoreSwitch _stores = new();

    public void Dispose() => _log.Dispose();

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
    public async Task A_prefix_whose_codes_nobody_enters_closes_and_opens_by_itself()
    {
        await using var site = await StartAsync(limits => limits.MaxUnverifiedPerPrefix = 3);
        using var measured = new Measurements(site.Services);
        for (var n = 0; n < 3; n++)
        {
            using var browser = site.NewBrowser();
            await SendAsync(browser, n);
        }

        using var visitor = site.NewBrowser();
        var refused = await visitor.GenerateAsync(NumberOf(3));
        refused.AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        Assert.Equal(30 * 60, refused.Number("retryAfter"));
        Assert.Equal("Warning 1841 3 codes to prefix +44770090 were not entered by anybody: no more are sent there for a while (campaign \"\"). See docs/limits.md.", Assert.Single(_log.Of(1841)));
        Assert.Equal("pending", (await visitor.GenerateAsync("+1 202 555 0142")).State);

        site.Clock.Advance(TimeSpan.FromMinutes(30));
        await VerifyAsync(site, 4);
        await VerifyAsync(site, 5);
        Assert.Single(_log.Of(1842));
        Assert.Equal(("1 {closing} prefix", "1 {opening} prefix"), (Assert.Single(measured.Of(OtpTelemetry.GuardClosings)), Assert.Single(measured.Of(OtpTelemetry.GuardOpenings))));
    }

    [Fact]
    public async Task What_was_taken_is_given_back_when_another_counter_cannot_be_read()
    {
        await using var site = await StartAsync(limits => limits.MaxSendsPerHour = 1);
        using var browser = site.NewBrowser();
        _stores.Failing.Add("Find");
        (await browser.GenerateAsync(NumberOf(0))).AssertProblem(HttpStatusCode.ServiceUnavailable, "store_unavailable");
        _stores.Failing.Clear();

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
        Assert.Empty(_log.Of(1841));
        Assert.Equal(["1 {refusal} generate prefix record", "1 {refusal} generate prefix record"], measured.Of(OtpTelemetry.LimitsReached));
        Assert.Equal(2, _log.Of(1840).Length);
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
        Assert.Equal(["Information 1840 generate: the limit by number is reached (enforce, campaign \"\")."], _log.Of(1840).Distinct());

        for (var guess = 0; guess < 5; guess++)
        {
            await other.VerifyAsync(Phone.OtherThan(CodeOf(site, 0)));
        }

        (await other.VerifyAsync(CodeOf(site, 0))).AssertProblem(HttpStatusCode.TooManyRequests, Exhausted);
        Assert.Contains(_log.Of(1840), line => line.StartsWith("Information 1840 verify: the limit by number ", StringComparison.Ordinal));
    }

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
    public async Task Whoever_shares_an_address_with_an_attacker_gets_what_prefix_and_country_let_pass()
    {
        await using var site = await StartAsync(limits => limits.MaxUnverifiedPerAddress = 5);
        for (var n = 0; n < 3; n++)
        {
            await VerifyAsync(site, n, "203.0.113.7");
        }

        for (var n = 10; n < 18; n++)
        {
            using var browser = NewBrowser(site, "203.0.113.7");
            await SendAsync(browser, n);
        }

        // Eight: five, and one for each who was verified. And so it is for an address where nobody was.
        using var ninth = NewBrowser(site, "203.0.113.7");
        (await ninth.GenerateAsync(NumberOf(18))).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        Assert.Equal("pending", (await ninth.GenerateAsync("+1 202 555 0142")).State);
        for (var n = 20; n < 25; n++)
        {
            using var browser = NewBrowser(site, "203.0.113.8");
            await SendAsync(browser, n);
        }

        using var stranger = NewBrowser(site, "203.0.113.8");
        (await stranger.GenerateAsync("+1 202 555 0143")).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
    }

    [Fact]
    public async Task A_closed_prefix_is_open_to_good_addresses_and_to_who_has_proved_the_number()
    {
        await using var site = await StartAsync(limits => limits.MaxUnverifiedPerPrefix = 4);
        for (var n = 0; n < 3; n++)
        {
            await VerifyAsync(site, n, "203.0.113.7");
        }

        using var owner = NewBrowser(site, "203.0.113.9");
        await SendAsync(owner, 3);
        Assert.Equal("verified", (await owner.VerifyAsync(CodeOf(site, 3))).State);
        for (var n = 10; n < 15; n++)
        {
            using var attacker = NewBrowser(site, "203.0.113.8");
            await SendAsync(attacker, n);
        }

        using var stranger = NewBrowser(site, "203.0.113.10");
        (await stranger.GenerateAsync(NumberOf(20))).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        using var neighbour = NewBrowser(site, "203.0.113.7");
        await SendAsync(neighbour, 20);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(owner, 3);
    }

    [Fact]
    public async Task Presses_at_once_leave_a_prefix_open()
    {
        await using var site = await StartAsync(limits => limits.MaxUnverifiedPerPrefix = 3);
        using var browser = NewBrowser(site, "203.0.113.7");
        var token = await browser.TokenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => browser.PostAsync(
            OtpBrowserClient.DefaultPrefix + "/generate", JsonContent.Create(new { msisdn = NumberOf(0) }), token)));

        Assert.Single(answers, answer => answer.State == "pending");
        for (var n = 1; n < 3; n++)
        {
            using var visitor = NewBrowser(site, "203.0.113.8");
            await SendAsync(visitor, n);
        }
    }

    [Fact]
    public async Task Numbers_that_are_asked_for_again_and_again_close_their_country()
    {
        await using var site = await StartAsync(limits => limits.MaxUnverifiedPerCountry = 10);
        for (var n = 0; n < 10; n++)
        {
            using var attacker = NewBrowser(site, $"203.0.113.{n}");
            await SendAsync(attacker, n % 2);
            site.Clock.Advance(TimeSpan.FromMinutes(11));
        }

        using var next = NewBrowser(site, "203.0.113.10");
        (await next.GenerateAsync(NumberOf(0))).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
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
    public async Task Beyond_the_campaigns_budget_an_address_has_two_wrong_codes_more_than_verified_visitors()
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

    [Fact]
    public async Task Without_counters_nothing_is_sent_and_nothing_checked_until_they_are_back()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await SendAsync(browser, 0);
        _stores.Failing.Add("Take");

        (await browser.VerifyAsync(CodeOf(site, 0))).AssertProblem(HttpStatusCode.ServiceUnavailable, "store_unavailable");
        (await browser.GenerateAsync(NumberOf(1))).AssertProblem(HttpStatusCode.ServiceUnavailable, "store_unavailable");
        Assert.Equal((1, 0), (site.Generated, site.Verified));

        _stores.Failing.Clear();
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
    public async Task A_country_whose_prefixes_are_not_counted_is_closed_by_addresses_alone()
    {
        await using var site = await StartAsync(limits =>
        {
            limits.Modes[OtpLimitKind.Prefix] = OtpLimitMode.Off;
            limits.MaxUnverifiedPerCountry = 10;
            limits.MaxSendsPerBrowser = 100;
        });
        using var browser = NewBrowser(site, "203.0.113.7");
        for (var n = 0; n < 10; n++)
        {
            await SendAsync(browser, n);
        }

        (await browser.GenerateAsync(NumberOf(10))).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);
        using var other = NewBrowser(site, "203.0.113.8");
        await SendAsync(other, 10);
    }

    [Fact]
    public async Task The_owner_hears_of_a_prefix_that_a_resend_finds_closed()
    {
        await using var site = await StartAsync(limits => limits.MaxUnverifiedPerPrefix = 1);
        using var browser = site.NewBrowser();
        await SendAsync(browser, 0);
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        (await browser.ResendAsync()).AssertProblem(HttpStatusCode.TooManyRequests, SendLimit);

        Assert.StartsWith("Warning 1841 1 codes to prefix in GB ", Assert.Single(_log.Of(1841)), StringComparison.Ordinal);
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

    private static string NumberOf(int n) => $"+44 7700 900{n:000}";

    private static string CodeOf(OtpSite site, int n) => new Phone(site.Offer18, $"447700900{n:000}").Code;

    private static OtpBrowserClient NewBrowser(OtpSite site, string address)
    {
        var browser = site.NewBrowser();
        browser.Token = address;
        return browser;
    }

    private static async Task SendAsync(OtpBrowserClient browser, int n) => Assert.Equal("pending", (await browser.GenerateAsync(NumberOf(n))).State);

    private static async Task GuessAsync(OtpSite site, OtpBrowserClient browser, int n, int wrongCodes)
    {
        await SendAsync(browser, n);
        for (var guess = 0; guess < wrongCodes; guess++)
        {
            (await browser.VerifyAsync(Phone.OtherThan(CodeOf(site, n)))).AssertProblem(HttpStatusCode.UnprocessableEntity, "invalid_otp");
        }
    }

    private static async Task VerifyAsync(OtpSite site, int n, string address = "198.51.100.1")
    {
        using var browser = NewBrowser(site, address);
        await SendAsync(browser, n);
        Assert.Equal("verified", (await browser.VerifyAsync(CodeOf(site, n))).State);
    }

    // The address is what the browser says it is, as if a proxy had said so.
    private Task<OtpSite> StartAsync(
        Action<OtpLimitOptions>? configure = null, IMsisdnParser? parser = null, Action<Offer18OtpOptions>? client = null) => OtpSite.StartAsync(
        build: builder =>
        {
            if (parser is not null)
            {
                builder.Services.AddSingleton(parser);
            }

            builder.Logging.SetMinimumLevel(LogLevel.Information).AddProvider(_log);
            builder.Services.AddSingleton(_stores);
            builder.Services.Decorate<IOtpCounterStore, FailingCounterStore>();
        },
        map: app =>
        {
            app.Use((context, next) =>
            {
                if (context.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var address])
                {
                    context.Connection.RemoteIpAddress = address == "none" ? null : IPAddress.Parse(address);
                }

                return next(context);
            });
            app.MapOffer18Otp();
        },
        options: options =>
        {
            options.AllowedCountries.Add("US");
            client?.Invoke(options);
            configure?.Invoke(options.Limits);
        },
        mapDefault: false);

    private sealed class ShortNumbers : IMsisdnParser
    {
        public Msisdn? Parse(string? text, IEnumerable<string> allowedCountries, string? defaultCountry) => new(text!, "GB");
    }

    private sealed class FailingCounterStore(IOtpCounterStore inner, StoreSwitch failing) : IOtpCounterStore
    {
        public ValueTask<IReadOnlyList<OtpCount>> TakeAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken) =>
            failing.Or("Take", () => inner.TakeAsync(counters, cancellationToken));

        public ValueTask GiveBackAsync(IReadOnlyList<OtpCounterReturn> returns, CancellationToken cancellationToken) => inner.GiveBackAsync(returns, cancellationToken);

        public ValueTask<IReadOnlyList<OtpCount?>> FindAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken) =>
            failing.Or("Find", () => inner.FindAsync(counters, cancellationToken));

        public ValueTask RemoveAsync(IReadOnlyList<OtpCounterKey> keys, CancellationToken cancellationToken) => inner.RemoveAsync(keys, cancellationToken);
    }
}
