using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
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

/// <summary>The gate in sites with a pipeline, policies and handlers of their own.</summary>
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
                app.MapOffer18OtpPage();
                app.MapGet("/any", () => "in");
            });
        using var browser = site.NewBrowser();

        Assert.Equal("/verify?returnUrl=%2Fany", (await browser.GetPageAsync("/any")).Location);
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);
        Assert.Equal("in", (await browser.GetPageAsync("/any")).Body);
    }

    // A visitor who verifies a number is not signed in.
    [Fact]
    public async Task A_fallback_policy_that_asks_for_a_sign_in_lets_visitors_verify()
    {
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                SignIns.All["cookie"](builder.Services);
                builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            },
            app =>
            {
                app.MapOffer18OtpPage();
                app.MapGet("/any", () => "in");
                app.MapGet("/premium", (HttpContext context) => context.GetVerifiedMsisdn()).RequireOtpVerified();
            });
        using var browser = site.NewBrowser();

        var number = await browser.GetPageAsync((await browser.GetPageAsync("/premium")).Location!);
        var sent = await browser.SubmitAsync(number, "generate", ("msisdn", OtpSite.Number));
        var verified = await browser.SubmitAsync(await browser.GetPageAsync(sent.Location!), "verify", ("otp", site.Code));

        Assert.Equal("/premium", verified.Location);
        Assert.Equal("+447700900123", (await browser.GetPageAsync("/premium")).Body);
        Assert.StartsWith("/Account/Login", new Uri((await browser.GetPageAsync("/any")).Location!).AbsolutePath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("endpoints")]
    [InlineData("group around them")]
    [InlineData("page")]
    public async Task What_a_site_asks_of_the_endpoints_or_of_the_page_holds(string of)
    {
        await using var site = await OtpSite.StartAsync(
            builder => SignIns.All["cookie"](builder.Services),
            app =>
            {
                var (otp, page) = of switch
                {
                    "endpoints" => (app.MapOffer18Otp().RequireAuthorization(), (IEndpointConventionBuilder)app.MapOffer18OtpPage()),
                    "group around them" => (app.MapGroup("").RequireAuthorization().MapOffer18Otp(), app.MapOffer18OtpPage()),
                    _ => (app.MapOffer18Otp(), app.MapOffer18OtpPage().RequireAuthorization()),
                };
            },
            mapDefault: false);
        using var browser = site.NewBrowser();

        Assert.Equal(of == "page" ? HttpStatusCode.Found : HttpStatusCode.OK, (await browser.GetPageAsync("/verify")).Status);
        Assert.Equal(of == "page" ? HttpStatusCode.OK : HttpStatusCode.Found, (await browser.GetPageAsync("/offer18/otp/status")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetPageAsync("/offer18/otp/element.js")).Status);
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
                app.MapGet("/gated", async (HttpContext context, IOtpProofs otp, IAuthorizationService authorization) =>
                    $"{context.GetVerifiedMsisdn()} {(await otp.FindAsync(context))?.Msisdn} "
                    + (await authorization.AuthorizeAsync(context.User, "verified")).Succeeded)
                    .RequireOtpVerified().RequireOtpVerified(maxAge: 5).RequireAuthorization("verified");
            });
        using var browser = await site.NewVerifiedBrowserAsync();
        counted.Calls.Clear();

        Assert.Equal("nobody", (await browser.GetPageAsync("/open")).Body);
        Assert.Empty(counted.Calls);
        Assert.Equal("+447700900123 +447700900123 True", (await browser.GetPageAsync("/gated")).Body);
        Assert.Equal(["FindProof"], counted.Calls);
    }

    [Fact]
    public async Task A_result_handler_registered_later_is_said_at_start()
    {
        var log = new LogLines();

        await using var site = await OtpSite.StartAsync(builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, OwnResults>();
        });

        Assert.StartsWith("Warning", Assert.Single(log.Of(1807)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/hub")]
    [InlineData("/open-hub")]
    public async Task A_connection_that_outlives_its_verification_is_refused_at_the_next_call(string hub)
    {
        await using var site = await OtpPlaces.StartAsync(map: app =>
            app.MapGet("/revoke", (IOtpProofs otp) => otp.RevokeCampaignAsync("")));
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

    [Fact]
    public async Task What_is_behind_the_gate_is_kept_out_of_the_sites_output_cache()
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddOutputCache(),
            app =>
            {
                app.UseRouting();
                app.UseAuthorization();
                app.UseOutputCache();
                app.MapGet("/gated", (HttpContext context) => context.GetVerifiedMsisdn()).RequireOtpVerified().CacheOutput();
                app.MapGet("/open", () => RandomNumberGenerator.GetHexString(16)).CacheOutput();
            });
        using var one = await site.NewVerifiedBrowserAsync();
        using var other = site.NewBrowser();
        await other.GenerateAsync("+44 7700 900124");
        await other.VerifyAsync(site.Offer18.LatestCode("447700900124")!);

        Assert.Equal("+447700900123", (await one.GetPageAsync("/gated")).Body);
        Assert.Equal("+447700900124", (await other.GetPageAsync("/gated")).Body);
        Assert.Equal((await one.GetPageAsync("/open")).Body, (await other.GetPageAsync("/open")).Body);
    }

    [Fact]
    public async Task A_sites_own_kind_of_principal_answers_for_itself_behind_the_gate()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.Use((context, next) =>
            {
                context.User = new SitePrincipal();
                return next(context);
            });
            app.UseRouting();
            app.UseAuthorization();
            app.MapGet("/gated", (HttpContext context) =>
                $"{context.User.Identity!.Name} {context.User.IsInRole("boss")} {context.User.IsInRole("clerk")} {context.GetVerifiedMsisdn()}").RequireOtpVerified();
        });
        using var browser = await site.NewVerifiedBrowserAsync();

        Assert.Equal("amal True False +447700900123", (await browser.GetPageAsync("/gated")).Body);
    }

    [Fact]
    public async Task A_number_that_a_cookies_user_verified_serves_that_users_token_and_no_others()
    {
        await using var site = await OtpSite.StartAsync(
            map: app =>
            {
                SignIns.Map(app);
                app.MapGet("/token", (HttpContext context) => context.GetVerifiedMsisdn())
                    .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Bearer" }).RequireOtpVerified();
            },
            before: builder => SignIns.All["cookie and bearer, cookie by default"](builder.Services));
        using var browser = site.NewBrowser();
        await browser.SendAsync(new(HttpMethod.Get, "/sign-in/amal"));
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);

        browser.Token = SignIns.Token("bilal");
        (await browser.GetPageAsync("/token")).AssertProblem(HttpStatusCode.Unauthorized, "otp_required");
        browser.Token = SignIns.Token("amal");
        Assert.Equal("+447700900123", (await browser.GetPageAsync("/token")).Body);
    }

    [Fact]
    public async Task What_was_revoked_in_a_request_is_not_found_in_it_any_more()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/out", async (HttpContext context, IOtpProofs otp) =>
        {
            var before = await otp.FindAsync(context);
            await otp.RevokeAsync(context);
            return $"{before?.Msisdn} {(await otp.FindAsync(context))?.Msisdn}";
        }));
        using var browser = await site.NewVerifiedBrowserAsync();

        Assert.Equal("+447700900123 ", (await browser.GetPageAsync("/out")).Body);
    }

    [Theory]
    [InlineData("/inside/page")]
    [InlineData("/inside/deeper/page")]
    public async Task A_folder_of_Razor_Pages_is_closed_by_one_line(string url)
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddRazorPages(pages => pages.RootDirectory = "/Hosting/Pages").AddRazorPagesOptions(pages =>
                pages.Conventions.RequireOtpVerifiedFolder("/Inside")),
            app => app.MapRazorPages());
        using var stranger = site.NewBrowser();
        using var browser = await site.NewVerifiedBrowserAsync();

        Assert.Equal($"/verify?returnUrl={Uri.EscapeDataString(url)}", (await stranger.GetPageAsync(url)).Location);
        Assert.Contains("inside", (await browser.GetPageAsync(url)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_asks_for_the_head_alone_is_sent_to_the_verification_too()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        var head = new HttpRequestMessage(HttpMethod.Head, "/metadata");
        head.Headers.Accept.ParseAdd("text/html");

        Assert.Equal("/verify?returnUrl=%2Fmetadata", (await browser.SendAsync(head)).Location);
    }

    [Fact]
    public void A_negative_age_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequireOtpVerifiedAttribute { MaxAge = -1 }.Policy);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AuthorizationPolicyBuilder().RequireOtpVerified(maxAge: -1));
    }

    private sealed class SitePrincipal() : ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "amal")], "site"))
    {
        public override bool IsInRole(string role) => role == "boss";
    }

    private sealed class OwnResults : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(
            RequestDelegate next, HttpContext context, AuthorizationPolicy policy, Microsoft.AspNetCore.Authorization.Policy.PolicyAuthorizationResult authorizeResult) =>
            next(context);
    }
}
