using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Hosting.Components;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

public sealed class GateTests
{
    [Theory]
    [MemberData(nameof(OtpPlaces.Gated), MemberType = typeof(OtpPlaces))]
    public async Task The_gate_is_closed_until_a_number_was_verified_and_when_the_verification_has_expired(string url)
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();

        var before = await browser.GetPageAsync(url);
        await browser.GenerateAsync(OtpSite.Number);
        var pending = await browser.GetPageAsync(url);
        await browser.VerifyAsync(site.Code);
        var verified = await browser.GetPageAsync(url);
        site.Clock.Advance(TimeSpan.FromMinutes(30));
        var expired = await browser.GetPageAsync(url);

        var toVerification = (HttpStatusCode.Found, $"/verify?returnUrl={Uri.EscapeDataString(url)}");
        Assert.Equal(toVerification, (before.Status, before.Location));
        Assert.Equal(toVerification, (pending.Status, pending.Location));
        Assert.Equal(HttpStatusCode.OK, verified.Status);
        Assert.Contains("+447700900123", WebUtility.HtmlDecode(verified.Body), StringComparison.Ordinal);
        Assert.Equal(toVerification, (expired.Status, expired.Location));
    }

    [Theory]
    [MemberData(nameof(OtpPlaces.Gated), MemberType = typeof(OtpPlaces))]
    public async Task A_client_that_wants_no_html_gets_problem_details(string url)
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();

        foreach (var accept in new[] { null, "*/*", "application/json", "text/html;q=0" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (accept is not null)
            {
                request.Headers.Accept.ParseAdd(accept);
            }

            (await browser.SendAsync(request)).AssertProblem(HttpStatusCode.Forbidden, "otp_required");
        }
    }

    [Theory]
    [MemberData(nameof(OtpPlaces.Gated), MemberType = typeof(OtpPlaces))]
    public async Task Another_browsers_cookie_changed_by_a_character_opens_nothing(string url)
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        var cookie = browser.OtpCookie()!;
        cookie.Value = cookie.Value[..^5] + (cookie.Value[^5] == 'A' ? 'B' : 'A') + cookie.Value[^4..];

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(new(HttpMethod.Get, url))).Status);
    }

    [Fact]
    public async Task A_browsers_post_gets_problem_details_and_no_redirect()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapPost("/buy", () => "bought").RequireOtpVerified());
        using var browser = site.NewBrowser();
        var request = new HttpRequestMessage(HttpMethod.Post, "/buy");
        request.Headers.Accept.ParseAdd("text/html");

        (await browser.SendAsync(request)).AssertProblem(HttpStatusCode.Forbidden, "otp_required");
    }

    [Theory]
    [InlineData("/shop", "/a/b?c=d&e=f%20g", "/shop/verify?returnUrl=%2Fshop%2Fa%2Fb%3Fc%3Dd%26e%3Df%2520g")]
    [InlineData("/shop", "/%E6%B8%B8%E6%88%8F?q=%D9%84", "/shop/verify?returnUrl=%2Fshop%2F%25E6%25B8%25B8%25E6%2588%258F%3Fq%3D%25D9%2584")]
    [InlineData("/shop", "/a%2541/b%2525?c=%2541", "/shop/verify?returnUrl=%2Fshop%2Fa%252541%2Fb%252525%3Fc%3D%252541")]
    [InlineData("", "/a%2Fb", "/verify?returnUrl=%2Fa%252Fb")]
    [InlineData("", "//evil.example/", "/verify")]
    [InlineData("", "/%09/evil.example", "/verify")]
    [InlineData("", "/%2f/evil.example", "/verify")]
    [InlineData("", "/\\evil.example", "/verify")]
    public async Task The_return_url_is_the_whole_address_where_that_is_local(string pathBase, string url, string location)
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.UsePathBase(pathBase);
            app.UseRouting();
            app.UseAuthorization();
            app.MapGet("/{**all}", () => "in").RequireOtpVerified();
        });
        using var raw = new RawHttp(site.Address);

        var answer = await raw.GetAsync(pathBase + url, "Accept: text/html");

        Assert.StartsWith("HTTP/1.1 302", answer, StringComparison.Ordinal);
        Assert.Contains($"\r\nLocation: {location}\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_too_long_to_come_back_to_is_left_out()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/long", () => "in").RequireOtpVerified());
        using var browser = site.NewBrowser();

        Assert.Equal("/verify", (await browser.GetPageAsync("/long?q=" + new string('x', 4_096))).Location);
    }

    [Fact]
    public async Task A_gated_verification_page_is_refused_and_not_sent_to_itself()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/verify", () => "in").RequireOtpVerified());
        using var browser = site.NewBrowser();

        (await browser.GetPageAsync("/verify")).AssertProblem(HttpStatusCode.Forbidden, "otp_required");
    }

    [Fact]
    public async Task The_claims_tell_the_number_and_when_it_was_verified_and_are_no_sign_in()
    {
        ClaimsPrincipal? user = null;
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/premium", (ClaimsPrincipal principal) => user = principal).RequireOtpVerified());
        using var browser = await site.NewVerifiedBrowserAsync();

        await browser.GetPageAsync("/premium");

        var identity = Assert.Single(user!.Identities, identity => identity.HasClaim(claim => claim.Type == "phone_number"));
        Assert.False(identity.IsAuthenticated);
        Assert.False(user.Identity!.IsAuthenticated);
        Assert.Equal(
            [
                ("phone_number", "+447700900123"), ("phone_number_verified", "true"), ("amr", "otp"), ("auth_time", "1767323045"),
                ("offer18_valid_until", "1767324845"), ("offer18_campaign", ""),
            ],
            identity.Claims.SkipLast(1).Select(claim => (claim.Type, claim.Value)));
    }

    [Fact]
    public async Task A_verified_visitor_does_not_pass_a_plain_authorize()
    {
        await using var site = await StartWithSignInAsync();
        using var browser = await site.NewVerifiedBrowserAsync();

        Assert.Equal(HttpStatusCode.OK, (await browser.GetPageAsync("/gated")).Status);
        Assert.StartsWith(site.Address + "Account/Login", (await browser.GetPageAsync("/members")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_wants_both_asks_for_sign_in_then_number_and_keeps_the_user()
    {
        await using var site = await StartWithSignInAsync();
        using var browser = site.NewBrowser();

        Assert.StartsWith(site.Address + "Account/Login", (await browser.GetPageAsync("/both")).Location, StringComparison.Ordinal);
        await browser.GetPageAsync("/sign-in/amal");
        Assert.Equal("/verify?returnUrl=%2Fboth", (await browser.GetPageAsync("/both")).Location);
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);

        Assert.Equal("amal +447700900123", (await browser.GetPageAsync("/both")).Body);
    }

    [Fact]
    public async Task A_verification_of_one_user_does_not_serve_the_next_on_the_same_browser()
    {
        await using var site = await StartWithSignInAsync();
        using var browser = site.NewBrowser();
        await browser.GetPageAsync("/sign-in/amal");
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);

        await browser.GetPageAsync("/sign-in/bilal");

        Assert.Equal("/verify?returnUrl=%2Fboth", (await browser.GetPageAsync("/both")).Location);
        Assert.Equal("none", (await browser.StatusAsync()).State);
        await browser.GetPageAsync("/sign-in/amal");
        Assert.Equal("amal +447700900123", (await browser.GetPageAsync("/both")).Body);
    }

    // docs/gate.md says so, and has the second policy.
    [Fact]
    public async Task A_policy_about_how_somebody_signed_in_can_leave_the_number_out()
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddAuthorizationBuilder()
                .AddPolicy("any", policy => policy.RequireClaim("amr", "otp"))
                .AddPolicy("sign-in", policy => policy.RequireAssertion(check => check.User.Identities.Any(user => user.IsAuthenticated && user.HasClaim("amr", "otp")))),
            app =>
            {
                SignIns.Map(app);
                app.MapGet("/asks/{policy}", async (string policy, IAuthorizationService authorization, HttpContext context) =>
                    (await authorization.AuthorizeAsync(context.User, policy)).Succeeded).RequireOtpVerified();
                app.MapGet("/both", () => "in").RequireOtpVerified().RequireAuthorization("any");
            },
            before: builder => SignIns.All["cookie"](builder.Services));
        using var browser = site.NewBrowser();
        await browser.GetPageAsync("/sign-in/amal");
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);

        Assert.Equal("true", (await browser.GetPageAsync("/asks/any")).Body);
        Assert.Equal("false", (await browser.GetPageAsync("/asks/sign-in")).Body);
        Assert.NotEqual("in", (await browser.GetPageAsync("/both")).Body);
    }

    [Fact]
    public async Task Users_without_an_id_are_told_apart_too()
    {
        await using var site = await StartWithSignInAsync(ClaimTypes.Email);
        using var browser = site.NewBrowser();
        await browser.GetPageAsync("/sign-in/amal");
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);

        Assert.Equal("in", (await browser.GetPageAsync("/gated")).Body);
        await browser.GetPageAsync("/sign-in/bilal");
        Assert.Equal(HttpStatusCode.Found, (await browser.GetPageAsync("/gated")).Status);
    }

    [Fact]
    public async Task The_user_of_a_scheme_that_is_no_default_is_the_one_it_serves()
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddAuthentication().AddCookie("first").AddCookie("second"),
            app =>
            {
                app.MapGet("/sign-in/{name}", (string name, HttpContext context) => context.SignInAsync("second", new ClaimsPrincipal(
                    new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name)], "test"))));
                app.MapGet("/both", [Authorize(AuthenticationSchemes = "second")] [RequireOtpVerified] () => "in");
                app.MapGet("/gated", () => "in").RequireOtpVerified();
            });
        using var browser = site.NewBrowser();
        await browser.GetPageAsync("/sign-in/amal");
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);

        Assert.Equal("in", (await browser.GetPageAsync("/both")).Body);
        Assert.Equal("in", (await browser.GetPageAsync("/gated")).Body);
        await browser.GetPageAsync("/sign-in/bilal");
        Assert.Equal(HttpStatusCode.Found, (await browser.GetPageAsync("/both")).Status);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetPageAsync("/gated")).Status);
    }

    [Fact]
    public async Task A_cookie_by_a_name_of_another_case_opens_nothing()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/premium", () => "in").RequireOtpVerified());
        using var browser = await site.NewVerifiedBrowserAsync();
        using var raw = new RawHttp(site.Address);

        var answer = await raw.GetAsync("/premium", $"Cookie: OFFER18-OTP={browser.OtpCookie()!.Value}");

        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sensitive_step_asks_for_a_fresh_verification_and_says_so_on_the_page()
    {
        await using var site = await OtpPlaces.StartAsync(map: app => app.MapGet("/sensitive", () => "in").RequireOtpVerified(maxAge: 5));
        using var browser = await site.NewVerifiedBrowserAsync();

        Assert.Equal("in", (await browser.GetPageAsync("/sensitive")).Body);
        site.Clock.Advance(TimeSpan.FromMinutes(5));
        var refused = await browser.GetPageAsync("/sensitive");
        var page = await browser.GetPageAsync("/component/verify?returnUrl=%2Fsensitive");
        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));
        var asked = await browser.GetPageAsync("/component/verify");
        var verified = await browser.SubmitAsync(asked, "verify", ("otp", site.Code));

        Assert.Equal("/verify?returnUrl=%2Fsensitive", refused.Location);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetPageAsync("/minimal")).Status);
        Assert.Equal("/sensitive", verified.Location);
        Assert.Equal("in", (await browser.GetPageAsync("/sensitive")).Body);
    }

    [Fact]
    public async Task A_bearer_client_gets_the_challenge_of_rfc_9470()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/sensitive", () => "in").RequireOtpVerified(maxAge: 5));
        using var browser = site.NewBrowser();
        var request = new HttpRequestMessage(HttpMethod.Get, "/sensitive") { Headers = { { "Authorization", "Bearer x" } } };

        var answer = await browser.SendAsync(request);

        answer.AssertProblem(HttpStatusCode.Unauthorized, "otp_required");
        Assert.Equal(
            "Bearer error=\"insufficient_user_authentication\", error_description=\"A verified mobile number is required\", max_age=300",
            answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task What_was_verified_can_be_revoked_by_browser_by_number_and_by_campaign()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.MapGet("/premium", () => "in").RequireOtpVerified();
            app.MapGet("/open", async (IOtpProofs otp, HttpContext context) => (await otp.FindAsync(context))?.Msisdn);
            app.MapGet("/revoke/browser", (IOtpProofs otp, HttpContext context) => otp.RevokeAsync(context));
            app.MapGet("/revoke/number", (IOtpProofs otp) => otp.RevokeMsisdnAsync("+447700900123"));
            app.MapGet("/revoke/campaign", (IOtpProofs otp) => otp.RevokeCampaignAsync(""));
        });

        foreach (var way in (string[])["browser", "number", "campaign"])
        {
            using var browser = await site.NewVerifiedBrowserAsync();
            using var other = site.NewBrowser();
            Assert.Equal("+447700900123", (await browser.GetPageAsync("/open")).Body);
            var kept = browser.OtpCookie()!.Value;

            await (way == "browser" ? browser : other).GetPageAsync($"/revoke/{way}");
            browser.OtpCookie()!.Value = kept;

            Assert.Equal("/verify?returnUrl=%2Fpremium", (await browser.GetPageAsync("/premium")).Location);
            (await browser.VerifyAsync(site.Code)).AssertProblem(HttpStatusCode.NotFound, "no_pending_request");
            Assert.Equal("/verify?returnUrl=%2Fpremium", (await browser.GetPageAsync("/premium")).Location);
            site.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task A_policy_set_by_hand_cannot_take_the_gates_place()
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddAuthorizationBuilder().AddPolicy("open", policy => policy.RequireAssertion(_ => true)),
            app => app.MapGet("/premium", [RequireOtpVerified] () => "in").RequireAuthorization("open"));
        using var browser = site.NewBrowser();

        (await browser.SendAsync(new(HttpMethod.Get, "/premium"))).AssertProblem(HttpStatusCode.Forbidden, "otp_required");
    }

    [Fact]
    public async Task A_policy_provider_registered_later_fails_at_start_and_says_so()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => OtpSite.StartAsync(builder =>
            builder.Services.AddSingleton<IAuthorizationPolicyProvider, DefaultAuthorizationPolicyProvider>()));

        Assert.Contains("IAuthorizationPolicyProvider", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaign_that_was_never_added_keeps_the_gate_closed()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/premium", () => "in").RequireOtpVerified("typo"));
        using var browser = await site.NewVerifiedBrowserAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, (await browser.SendAsync(new(HttpMethod.Get, "/premium"))).Status);
    }

    [Fact]
    public async Task A_gated_part_of_an_open_page_is_closed_in_its_HTML_too()
    {
        await using var site = await OtpPlaces.StartAsync(map: app => app.MapGet("/result", () => new RazorComponentResult<GatedPart>(new { Owner = "Amal" })));
        using var browser = site.NewBrowser();

        foreach (var url in (string[])["/component/part", "/result"])
        {
            var closed = await browser.GetPageAsync(url);
            Assert.Equal(HttpStatusCode.OK, closed.Status);
            Assert.DoesNotContain("secret", closed.Body, StringComparison.Ordinal);
            Assert.Equal($"/verify?returnUrl={Uri.EscapeDataString(url)}", closed.Page.QuerySelector("[data-state=otp_required] a")?.GetAttribute("href"));
        }

        using var verified = await site.NewVerifiedBrowserAsync();
        Assert.Contains("secret of Amal for +447700900123", WebUtility.HtmlDecode((await verified.GetPageAsync("/component/part")).Body), StringComparison.Ordinal);
        Assert.Contains("secret of Amal for +447700900123", WebUtility.HtmlDecode((await verified.GetPageAsync("/result")).Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_open_to_all_opens_its_own_page_and_no_gated_part()
    {
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Services.AddRazorComponents().AddInteractiveServerComponents();
                builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireOtpVerified().Build());
            },
            app =>
            {
                app.UseAntiforgery();
                app.MapRazorComponents<TestApp>().AddInteractiveServerRenderMode().AllowAnonymous();
                app.MapGet("/result", () => new RazorComponentResult<PartPage>()).AllowAnonymous();
            });
        using var browser = site.NewBrowser();

        Assert.Equal(HttpStatusCode.OK, (await browser.GetPageAsync("/component/interactive")).Status);
        Assert.DoesNotContain("otp_required", (await browser.GetPageAsync("/component/premium")).Body, StringComparison.Ordinal);
        Assert.Contains("otp_required", (await browser.GetPageAsync("/component/part")).Body, StringComparison.Ordinal);
        Assert.Contains("<h1>Open</h1>", (await browser.GetPageAsync("/result")).Body, StringComparison.Ordinal);
    }

    private static Task<OtpSite> StartWithSignInAsync(string idType = ClaimTypes.NameIdentifier) => OtpSite.StartAsync(
        builder => builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(),
        app =>
        {
            app.MapGet("/sign-in/{name}", (string name, HttpContext context) => context.SignInAsync(new ClaimsPrincipal(
                new ClaimsIdentity(idType == ClaimTypes.Email
                    ? [new Claim(idType, name)]
                    : [new Claim(idType, name), new Claim(ClaimTypes.Name, name)], "test"))));
            app.MapGet("/members", () => "in").RequireAuthorization();
            app.MapGet("/gated", () => "in").RequireOtpVerified();
            app.MapGet("/both", (HttpContext context) => $"{context.User.Identity!.Name} {context.GetVerifiedMsisdn()}")
                .RequireAuthorization().RequireOtpVerified();
        });
}
