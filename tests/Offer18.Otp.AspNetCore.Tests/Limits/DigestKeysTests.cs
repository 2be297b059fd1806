using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Limits;

/// <summary>A change of <see cref="Offer18OtpOptions.DigestKeys"/> forgets nothing while the older key is listed.</summary>
public sealed class DigestKeysTests
{
    private const string Older = "a-key-of-the-year-before";
    private const string Newer = "a-key-of-this-year";

    private string[] _keys = [Older];

    [Fact]
    public async Task A_lock_outlasts_a_change_of_the_key_that_is_listed_and_no_other()
    {
        await using var site = await StartAsync();
        using var guesser = site.NewBrowser();
        await guesser.GenerateAsync(OtpSite.Number);
        for (var guess = 0; guess < 5; guess++)
        {
            await guesser.VerifyAsync(site.WrongCode);
        }

        Change(site, Newer, Older);
        using var second = site.NewBrowser();
        (await second.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");

        Change(site, Newer);
        Assert.Equal("pending", (await second.GenerateAsync(OtpSite.Number)).State);
    }

    [Fact]
    public async Task A_code_in_the_hand_is_found_and_checked_after_the_change()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);

        Change(site, Newer, Older);

        Assert.Equal("pending", (await browser.StatusAsync()).State);
        (await browser.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.TooManyRequests, "resend_too_soon");
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
        Assert.Equal(1, site.Generated);
    }

    [Fact]
    public async Task The_codes_of_a_day_count_with_both_keys_together()
    {
        await using var site = await StartAsync(limits => limits.MaxSendsPerDay = 2);
        await SendAsync(site);
        site.Clock.Advance(TimeSpan.FromHours(1));
        Change(site, Newer, Older);
        var browser = await SendAsync(site);
        site.Clock.Advance(TimeSpan.FromHours(1));

        (await browser.ResendAsync()).AssertProblem(HttpStatusCode.TooManyRequests, "send_limit_reached");
    }

    [Theory]
    [InlineData(nameof(OtpLimitOptions.MaxUnverifiedPerPrefix))]
    [InlineData(nameof(OtpLimitOptions.MaxUnverifiedPerAddress))]
    [InlineData(nameof(OtpLimitOptions.MaxSendsPerAddress))]
    public async Task What_was_counted_with_the_older_key_still_counts(string limit)
    {
        await using var site = await StartAsync(limits => typeof(OtpLimitOptions).GetProperty(limit)!.SetValue(limits, 3));
        await SendAsync(site, 0);
        await SendAsync(site, 1);
        Change(site, Newer, Older);
        await SendAsync(site, 2);

        using var fourth = site.NewBrowser();
        var refused = await fourth.GenerateAsync(NumberOf(3));

        refused.AssertProblem(HttpStatusCode.TooManyRequests, "send_limit_reached");
        Assert.InRange(refused.Number("retryAfter")!.Value, 1, 1800);
        Change(site, Newer);
        Assert.Equal("pending", (await fourth.GenerateAsync(NumberOf(3))).State);
    }

    [Fact]
    public async Task Wrong_codes_of_an_address_count_with_both_keys_together()
    {
        await using var site = await StartAsync(limits => limits.MaxWrongCodesPerAddress = 5);
        using var earlier = await GuessAsync(site, 0, 2);
        Change(site, Newer, Older);
        using var browser = await GuessAsync(site, 1, 3);

        (await browser.VerifyAsync("000000")).AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");
    }

    // A large operator's address.
    [Fact]
    public async Task Visitors_who_were_verified_with_the_older_key_still_make_room_at_their_address()
    {
        await using var site = await StartAsync(limits => limits.MaxUnverifiedPerAddress = 2);
        for (var n = 0; n < 12; n++)
        {
            using var browser = site.NewBrowser();
            await browser.GenerateAsync(NumberOf(n));
            Assert.Equal("verified", (await browser.VerifyAsync(CodeOf(site, n))).State);
        }

        Change(site, Newer, Older);
        for (var n = 20; n < 24; n++)
        {
            await SendAsync(site, n);
        }
    }

    [Fact]
    public async Task A_revocation_reaches_the_proofs_of_both_keys()
    {
        await using var site = await StartAsync();
        using var first = await site.NewVerifiedBrowserAsync();
        Change(site, Newer, Older);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        using var second = await site.NewVerifiedBrowserAsync();

        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOtpProofs>().RevokeMsisdnAsync(OtpSite.Msisdn, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(("none", "none"), ((await first.StatusAsync()).State, (await second.StatusAsync()).State));
    }

    [Fact]
    public async Task A_browser_that_has_proved_its_number_before_the_change_keeps_its_own_counts()
    {
        await using var site = await StartAsync();
        using var owner = await site.NewVerifiedBrowserAsync();
        Change(site, Newer, Older);
        site.Clock.Advance(TimeSpan.FromMinutes(20));
        using var guesser = site.NewBrowser();
        await guesser.GenerateAsync(OtpSite.Number);
        for (var guess = 0; guess < 5; guess++)
        {
            await guesser.VerifyAsync(site.WrongCode);
        }

        Assert.Equal("pending", (await owner.GenerateAsync(OtpSite.Number)).State);
    }

    [Fact]
    public async Task A_prefix_that_is_closed_after_the_change_is_closed_to_the_codes_before_it()
    {
        await using var site = await StartAsync();
        using var browser = await SendAsync(site);
        Change(site, Newer, Older);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOtpLimits>().ClosePrefixAsync("+44770090", cancellationToken: TestContext.Current.CancellationToken);

        (await browser.ResendAsync()).AssertProblem(HttpStatusCode.TooManyRequests, "send_limit_reached");
    }

    [Fact]
    public async Task A_reviewer_whose_code_was_asked_for_before_the_change_is_verified_after_it()
    {
        await using var site = await StartAsync(limits => limits.TestNumbers.Add(new() { Msisdn = OtpSite.Number, Code = "246810", EndsAt = DateTimeOffset.MaxValue }));
        using var reviewer = site.NewBrowser();
        await reviewer.GenerateAsync(OtpSite.Number);
        Change(site, Newer, Older);

        Assert.Equal("verified", (await reviewer.VerifyAsync("246810")).State);
        Assert.Empty(site.Offer18.Calls);
    }

    private static string NumberOf(int n) => $"+44 7700 900{n:000}";

    private static string CodeOf(OtpSite site, int n) => new Phone(site.Offer18, $"447700900{n:000}").Code;

    private static async Task<OtpBrowserClient> SendAsync(OtpSite site, int n = 123)
    {
        var browser = site.NewBrowser();
        Assert.Equal("pending", (await browser.GenerateAsync(NumberOf(n))).State);
        return browser;
    }

    private static async Task<OtpBrowserClient> GuessAsync(OtpSite site, int n, int wrong)
    {
        var browser = await SendAsync(site, n);
        for (var guess = 0; guess < wrong; guess++)
        {
            (await browser.VerifyAsync(Phone.OtherThan(CodeOf(site, n)))).AssertProblem(HttpStatusCode.UnprocessableEntity, "invalid_otp");
        }

        return browser;
    }

    // As a change of the configuration does it.
    private void Change(OtpSite site, params string[] keys)
    {
        _keys = keys;
        site.Services.GetRequiredService<IOptionsMonitorCache<Offer18OtpOptions>>().TryRemove("");
    }

    private Task<OtpSite> StartAsync(Action<OtpLimitOptions>? configure = null) => OtpSite.StartAsync(options: options =>
    {
        foreach (var key in _keys)
        {
            options.DigestKeys.Add(key);
        }

        configure?.Invoke(options.Limits);
    });
}
