using System.Net;
using System.Net.Http.Json;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Limits;

/// <summary>What was sent and never verified closes a prefix, a country or an address, and to whom they stay open.</summary>
public sealed class GuardTests : LimitedSite
{
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
        Assert.Equal("Warning 1841 3 codes to prefix +44770090 were not entered by anybody: no more are sent there for a while (campaign \"\"). See docs/limits.md.", Assert.Single(Log.Of(1841)));
        Assert.Equal("pending", (await visitor.GenerateAsync("+1 202 555 0142")).State);

        site.Clock.Advance(TimeSpan.FromMinutes(30));
        await VerifyAsync(site, 4);
        await VerifyAsync(site, 5);
        Assert.Single(Log.Of(1842));
        Assert.Equal(("1 {closing} prefix", "1 {opening} prefix"), (Assert.Single(measured.Of(OtpTelemetry.GuardClosings)), Assert.Single(measured.Of(OtpTelemetry.GuardOpenings))));
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

        Assert.StartsWith("Warning 1841 1 codes to prefix in GB ", Assert.Single(Log.Of(1841)), StringComparison.Ordinal);
    }
}
