using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

/// <summary>Guards are asked before the store, in the order of their registration. They get back what they counted if nothing was sent or checked.</summary>
public sealed class GuardTests
{
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly ConcurrentQueue<OtpGuardedAction> _actions = new();

    [Fact]
    public async Task Each_guard_hears_how_an_action_ended()
    {
        await using var site = await StartAsync(new Guard(this, "first"), new Guard(this, "second"));
        using var browser = site.NewBrowser();

        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.WrongCode);
        await browser.VerifyAsync(site.Code);

        Assert.Equal(
            [
                "first takes Send", "second takes Send", "second hears Sent", "first hears Sent",
                "first takes Check", "second takes Check", "second hears Failed", "first hears Failed",
                "first takes Check", "second takes Check", "second hears Verified", "first hears Verified",
            ],
            _heard);
    }

    [Fact]
    public async Task The_first_refusal_ends_the_way_and_nothing_is_sent()
    {
        await using var site = await StartAsync(
            new Guard(this, "first"),
            new Guard(this, "second") { Refusal = new(OtpErrorCodes.SendLimitReached) { RetryAfter = TimeSpan.FromSeconds(90) } },
            new Guard(this, "third"));
        using var browser = site.NewBrowser();

        var answer = await browser.GenerateAsync(OtpSite.Number);

        answer.AssertProblem(HttpStatusCode.TooManyRequests, "send_limit_reached");
        Assert.Equal(90, answer.Number("retryAfter"));
        Assert.Equal(["first takes Send", "second takes Send", "first gives back Send"], _heard);
        Assert.Equal(0, site.Generated);
        Assert.Equal("none", (await browser.StatusAsync()).State);
    }

    [Fact]
    public async Task A_check_that_is_refused_costs_no_attempt()
    {
        var guard = new Guard(this, "guard");
        await using var site = await StartAsync(guard);
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        guard.Refusal = new(OtpErrorCodes.AttemptsExhausted);

        (await browser.VerifyAsync(site.Code)).AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");

        Assert.Equal((0, 5), (site.Verified, (await browser.StatusAsync()).Number("attemptsRemaining")));
        guard.Refusal = null;
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
    }

    [Fact]
    public async Task What_the_store_refuses_is_given_back_in_reverse_order()
    {
        await using var site = await StartAsync(new Guard(this, "first"), new Guard(this, "second"));
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        _heard.Clear();

        (await browser.ResendAsync()).AssertProblem(HttpStatusCode.TooManyRequests, "resend_too_soon");

        Assert.Equal(["first takes Send", "second takes Send", "second gives back Send", "first gives back Send"], _heard);
    }

    [Fact]
    public async Task What_did_not_leave_the_machine_is_given_back()
    {
        // Nobody listens at this address.
        await using var site = await StartAsync(options => options.BaseAddress = new Uri("http://127.0.0.1:9/"), new Guard(this, "guard"));
        using var browser = site.NewBrowser();

        (await browser.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.ServiceUnavailable, "upstream_unavailable");

        Assert.Equal(["guard takes Send", "guard gives back Send"], _heard);
    }

    [Fact]
    public async Task A_guard_that_fails_closes_the_way()
    {
        await using var site = await StartAsync(new Guard(this, "first"), new Guard(this, "second") { Fails = true });
        using var browser = site.NewBrowser();

        (await browser.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.ServiceUnavailable, "store_unavailable");

        Assert.Equal(["first takes Send", "second takes Send", "first gives back Send"], _heard);
        Assert.Equal(0, site.Generated);
    }

    [Fact]
    public async Task A_guard_sees_campaign_address_and_a_number_that_was_just_typed()
    {
        await using var site = await StartAsync(new Guard(this, "guard"));
        using var browser = site.NewBrowser();

        await browser.GenerateAsync(OtpSite.Number);
        await browser.ResendAsync();

        Assert.Equal([OtpSite.Msisdn, null], _actions.Select(action => action.Digits));
        Assert.All(_actions, action => Assert.Equal(("", IPAddress.Loopback), (action.Key.Campaign, action.Address)));
        Assert.Single(_actions.Select(action => action.Key).Distinct());
        Assert.All(_actions, action => Assert.Equal("OtpGuardedAction", action.ToString()));
    }

    private static Task<OtpSite> StartAsync(params Guard[] guards) => StartAsync(_ => { }, guards);

    private static Task<OtpSite> StartAsync(Action<Offer18OtpOptions> options, params Guard[] guards) => OtpSite.StartAsync(
        build: builder =>
        {
            foreach (var guard in guards)
            {
                builder.Services.AddSingleton<IOtpGuard>(guard);
            }
        },
        options: options);

    private sealed class Guard(GuardTests test, string name) : IOtpGuard
    {
        public OtpRefusal? Refusal { get; set; }

        public bool Fails { get; init; }

        public ValueTask<OtpRefusal?> TakeAsync(OtpGuardedAction action, CancellationToken cancellationToken)
        {
            test._heard.Enqueue($"{name} takes {action.Kind}");
            test._actions.Enqueue(action);
            return Fails ? throw new IOException("The counter cannot be reached.") : new(Refusal);
        }

        public ValueTask EndAsync(OtpGuardedAction action, OtpGuardedEnd end)
        {
            test._heard.Enqueue(end == OtpGuardedEnd.NotDone ? $"{name} gives back {action.Kind}" : $"{name} hears {end}");
            return default;
        }
    }
}
