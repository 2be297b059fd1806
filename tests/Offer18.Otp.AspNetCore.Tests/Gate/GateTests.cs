using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Tests.Hosting;

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
            [("phone_number", "+447700900123"), ("phone_number_verified", "true"), ("amr", "otp"), ("auth_time", "1767323045"), ("offer18_campaign", "")],
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
    public async Task A_page_that_wants_both_sends_to_the_sign_in_first_then_to_the_number_and_the_user_stays_the_same()
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

    private static Task<OtpSite> StartWithSignInAsync() => OtpSite.StartAsync(
        builder => builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(),
        app =>
        {
            app.MapGet("/sign-in/{name}", (string name, HttpContext context) => context.SignInAsync(new ClaimsPrincipal(
                new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name), new Claim(ClaimTypes.Name, name)], "test"))));
            app.MapGet("/members", () => "in").RequireAuthorization();
            app.MapGet("/gated", () => "in").RequireOtpVerified();
            app.MapGet("/both", (HttpContext context) => $"{context.User.Identity!.Name} {context.GetVerifiedMsisdn()}")
                .RequireAuthorization().RequireOtpVerified();
        });
}
