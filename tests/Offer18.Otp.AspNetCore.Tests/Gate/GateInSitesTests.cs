using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

/// <summary>What sites do around the gate.</summary>
public sealed class GateInSitesTests
{
    [Fact]
    public async Task A_site_that_forgot_UseAuthorization_is_closed_to_everybody()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.UseRouting();
            app.MapGet("/premium", () => "in").RequireOtpVerified();
        });
        using var browser = await site.NewVerifiedBrowserAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, (await browser.SendAsync(new(HttpMethod.Get, "/premium"))).Status);
    }

    [Fact]
    public async Task A_fallback_policy_can_ask_for_a_number_and_visitors_can_still_verify_one()
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireOtpVerified().Build()),
            app =>
            {
                app.MapOffer18Otp().AllowAnonymous();
                app.MapGet("/any", () => "in");
            },
            mapDefault: false);
        using var browser = site.NewBrowser();

        Assert.Equal("/verify?returnUrl=%2Fany", (await browser.GetPageAsync("/any")).Location);
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);
        Assert.Equal("in", (await browser.GetPageAsync("/any")).Body);
    }

    [Fact]
    public async Task AllowAnonymous_opens_it_as_it_opens_authorize()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            var group = app.MapGroup("/group").RequireOtpVerified();
            group.MapGet("/open", () => "in").AllowAnonymous();
            group.MapGet("/closed", () => "in");
        });
        using var browser = site.NewBrowser();

        Assert.Equal("in", (await browser.GetPageAsync("/group/open")).Body);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetPageAsync("/group/closed")).Status);
    }

    [Fact]
    public async Task A_request_looks_the_proof_up_once_and_an_open_page_does_not()
    {
        var counted = new StoreSwitch();
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(counted);
                builder.Services.Decorate<IVerifiedMsisdnStore, FailingVerifiedStore>();
                builder.Services.AddAuthorizationBuilder().AddPolicy("verified", policy => policy.RequireOtpVerified());
            },
            app =>
            {
                app.MapGet("/open", (HttpContext context) => context.GetVerifiedMsisdn() ?? "nobody");
                app.MapGet("/gated", async (HttpContext context, IOtpVerification otp, IAuthorizationService authorization) =>
                    $"{context.GetVerifiedMsisdn()} {(await otp.FindAsync(context))?.Msisdn} "
                    + (await authorization.AuthorizeAsync(context.User, "verified")).Succeeded)
                    .RequireOtpVerified().RequireOtpVerified(maxAge: 5).RequireAuthorization("verified");
            });
        using var browser = await site.NewVerifiedBrowserAsync();
        counted.Calls.Clear();

        Assert.Equal("nobody", (await browser.GetPageAsync("/open")).Body);
        Assert.Empty(counted.Calls);
        Assert.Equal("+447700900123 447700900123 True", (await browser.GetPageAsync("/gated")).Body);
        Assert.Equal(["FindProof"], counted.Calls);
    }

    [Fact]
    public async Task A_result_handler_registered_later_is_said_at_start()
    {
        var log = new ListLogger();

        await using var site = await OtpSite.StartAsync(builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, OwnResults>();
        });

        Assert.Contains(log.Messages, message => message.StartsWith("Warning 1807", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/hub")]
    [InlineData("/open-hub")]
    public async Task A_connection_that_outlives_its_verification_is_refused_at_the_next_call(string hub)
    {
        await using var site = await OtpPlaces.StartAsync(map: app =>
            app.MapGet("/revoke", (IOtpVerification otp) => otp.RevokeCampaignAsync("")));
        foreach (var end in (string[])["expiry", "revocation"])
        {
            using var browser = await site.NewVerifiedBrowserAsync();
            await using var connection = new HubConnectionBuilder()
                .WithUrl(new Uri(site.Address, hub), options => options.Cookies = browser.Cookies).Build();
            await connection.StartAsync(TestContext.Current.CancellationToken);
            Assert.Equal("+447700900123", await connection.InvokeAsync<string?>("Number", TestContext.Current.CancellationToken));

            if (end == "expiry")
            {
                site.Clock.Advance(TimeSpan.FromMinutes(31));
            }
            else
            {
                await browser.GetPageAsync("/revoke");
            }

            var exception = await Assert.ThrowsAsync<HubException>(
                () => connection.InvokeAsync<string?>("Number", TestContext.Current.CancellationToken));
            Assert.EndsWith("HubException: otp_required", exception.Message, StringComparison.Ordinal);
        }
    }

    private sealed class OwnResults : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(
            RequestDelegate next, HttpContext context, AuthorizationPolicy policy, Microsoft.AspNetCore.Authorization.Policy.PolicyAuthorizationResult authorizeResult) =>
            next(context);
    }

    private sealed class ListLogger : ILoggerProvider, ILogger
    {
        public List<string> Messages { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Messages)
            {
                Messages.Add($"{logLevel} {eventId.Id} {formatter(state, exception)}");
            }
        }

        public void Dispose()
        {
        }
    }
}
