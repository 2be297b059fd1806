using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Rewrite;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

/// <summary>
/// The gate in sites that leave <c>UseAuthorization</c> to <c>WebApplication</c>, which runs it ahead of the site's own middleware.
/// </summary>
public sealed class MiddlewareTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/shop")]
    public async Task Behind_a_TLS_proxy_a_right_code_opens_the_gate(string prefix)
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.All });
            app.MapGet("/premium", (HttpContext context) => context.GetVerifiedMsisdn()).RequireOtpVerified();
        });
        await using var proxy = await TlsProxy.StartAsync(site.Address, prefix);
        using var browser = proxy.NewBrowser();
        var otp = prefix + OtpBrowserClient.DefaultPrefix;

        Assert.Equal($"{prefix}/verify?returnUrl={Uri.EscapeDataString(prefix)}%2Fpremium", (await browser.GetPageAsync(prefix + "/premium")).Location);
        var status = await browser.StatusAsync(otp);
        await browser.GenerateAsync(OtpSite.Number, prefix: otp);
        var verified = await browser.VerifyAsync(site.Code, otp);

        Assert.Contains(status.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("__Host-offer18-otp", StringComparison.Ordinal) && cookie.Contains("; secure;", StringComparison.Ordinal));
        Assert.Equal($"{prefix}/", verified.Text("returnUrl"));
        Assert.Equal("+447700900123", (await browser.GetPageAsync(prefix + "/premium")).Body);
    }

    [Fact]
    public async Task Behind_a_TLS_proxy_a_fresher_verification_is_asked_for_and_opens()
    {
        await using var site = await OtpPlaces.StartAsync(map: app =>
        {
            app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.All });
            app.MapGet("/sensitive", () => "in").RequireOtpVerified(maxAge: 5);
        });
        await using var proxy = await TlsProxy.StartAsync(site.Address);
        using var browser = proxy.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);
        site.Clock.Advance(TimeSpan.FromMinutes(6));

        var refused = await browser.GetPageAsync("/sensitive");
        var page = await browser.GetPageAsync("/component/verify");

        Assert.Equal("/verify?returnUrl=%2Fsensitive", refused.Location);
        Assert.Equal("otp_required", page.Page.QuerySelector("[data-code]")?.GetAttribute("data-code"));
        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));
        await browser.VerifyAsync(site.Code);
        Assert.Equal("in", (await browser.GetPageAsync("/sensitive")).Body);
    }

    [Theory]
    [MemberData(nameof(OtpPlaces.Gated), MemberType = typeof(OtpPlaces))]
    public async Task UsePathBase_alone_is_enough(string place)
    {
        await using var site = await OtpPlaces.StartAsync(map: app => app.UsePathBase("/shop"));
        using var browser = site.NewBrowser();

        var closed = await browser.GetPageAsync("/shop" + place);
        await browser.GenerateAsync(OtpSite.Number, prefix: "/shop" + OtpBrowserClient.DefaultPrefix);
        await browser.VerifyAsync(site.Code, "/shop" + OtpBrowserClient.DefaultPrefix);

        Assert.Equal($"/shop/verify?returnUrl=%2Fshop{Uri.EscapeDataString(place)}", closed.Location);
        Assert.Contains("+447700900123", WebUtility.HtmlDecode((await browser.GetPageAsync("/shop" + place)).Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rewritten_address_leads_to_the_gate_and_through_it()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.UseRewriter(new RewriteOptions().AddRewrite("^old/(.*)$", "new/$1", skipRemainingRules: true));
            app.MapGet("/new/page", () => "in").RequireOtpVerified();
            app.MapGet("/old/open", () => "open");
        });
        using var browser = site.NewBrowser();

        Assert.Equal("/verify?returnUrl=%2Fnew%2Fpage", (await browser.GetPageAsync("/old/page")).Location);
        using var verified = await site.NewVerifiedBrowserAsync();
        Assert.Equal("in", (await verified.GetPageAsync("/old/page")).Body);
    }

    // The framework itself looks only for attributes there.
    [Fact]
    public async Task A_rewritten_address_does_not_lead_round_a_policy_that_an_endpoint_carries_itself()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.UseRewriter(new RewriteOptions().AddRewrite("^old$", "new", skipRemainingRules: true));
            app.MapGet("/new", () => "in").WithMetadata(new AuthorizationPolicyBuilder().RequireOtpVerified().Build());
        });
        using var browser = site.NewBrowser();

        Assert.Equal("/verify?returnUrl=%2Fnew", (await browser.GetPageAsync("/old")).Location);
    }

    // Authorization sees the open endpoint. Then the address is rewritten, and routing finds the gated one.
    [Fact]
    public async Task Routing_again_does_not_lead_round_the_gate()
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddAuthorization(options => options.AddPolicy("anybody", policy => policy.RequireAssertion(_ => true))),
            app =>
            {
                app.UsePathBase("/shop");
                app.UseRewriter(new RewriteOptions().AddRewrite("^back$", "premium", skipRemainingRules: true));
                app.MapGet("/premium", () => "in").RequireOtpVerified();
                app.MapGet("/{**all}", () => "open").RequireAuthorization("anybody");
            });
        using var browser = site.NewBrowser();

        Assert.Equal("open", (await browser.GetPageAsync("/any")).Body);
        Assert.Equal("/verify?returnUrl=%2Fpremium", (await browser.GetPageAsync("/back")).Location);
        Assert.Equal("/shop/verify?returnUrl=%2Fshop%2Fpremium", (await browser.GetPageAsync("/shop/back")).Location);
    }

    [Fact]
    public async Task Other_middleware_cannot_answer_in_place_of_a_closed_gate()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.Use(async (context, next) =>
            {
                if (context.Request.Path == "/premium/file")
                {
                    context.Response.Headers["X-Secret"] = "secret";
                    await context.Response.WriteAsync("secret");
                    await context.Response.Body.FlushAsync();
                    return;
                }

                await next(context);
            });
            app.MapGet("/premium/{**all}", () => "in").RequireOtpVerified();
        });
        using var browser = site.NewBrowser();

        var answer = await browser.GetPageAsync("/premium/file");

        Assert.Equal((HttpStatusCode.Redirect, "/verify?returnUrl=%2Fpremium%2Ffile", ""), (answer.Status, answer.Location, answer.Body));
        Assert.False(answer.Headers.Contains("X-Secret"));
        using var verified = await site.NewVerifiedBrowserAsync();
        Assert.Equal("secret", (await verified.GetPageAsync("/premium/file")).Body);
    }

    [Fact]
    public async Task Other_middleware_cannot_take_over_the_connection_of_a_closed_gate()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.UseWebSockets();
            app.Use(async (context, next) =>
            {
                if (context.WebSockets.IsWebSocketRequest)
                {
                    using var socket = await context.WebSockets.AcceptWebSocketAsync();
                    await socket.SendAsync("secret"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
                    return;
                }

                await next(context);
            });
            app.MapGet("/premium/{**all}", () => "in").RequireOtpVerified();
        });
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(
            new UriBuilder(site.Address) { Scheme = "ws", Path = "/premium/socket" }.Uri, TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Other_middleware_cannot_upgrade_the_connection_of_a_closed_gate()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.Use(async (context, next) =>
            {
                if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
                {
                    await using var connection = await upgrade.UpgradeAsync();
                    await connection.WriteAsync("secret"u8.ToArray(), context.RequestAborted);
                    return;
                }

                await next(context);
            });
            app.MapGet("/premium", () => "in").RequireOtpVerified();
        });
        using var raw = new RawHttp(site.Address);

        var answer = await raw.GetAsync("/premium", "Connection: upgrade\r\nUpgrade: own");

        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
    }

    // nginx's recipe for WebSockets sends "Connection: upgrade" with every request. Java's client sends "Upgrade: h2c".
    [Theory]
    [InlineData(null)]
    [InlineData("h2c")]
    public async Task A_proxy_that_could_upgrade_every_request_does_not_change_the_answer(string? protocol)
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.All });
            app.MapGet("/premium", () => "in").RequireOtpVerified();
        });
        using var browser = site.NewBrowser();

        Assert.Equal("/shop/verify?returnUrl=%2Fshop%2Fpremium", (await browser.SendAsync(Forwarded("upgrade", protocol))).Location);
    }

    [Fact]
    public async Task Endpoints_that_are_mapped_in_a_group_change_no_order()
    {
        await using var site = await OtpSite.StartAsync(mapDefault: false, map: app =>
        {
            app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.All });
            app.MapGroup("/api").MapOffer18Otp();
            app.MapGet("/premium", () => "in").RequireOtpVerified();
        });
        using var browser = site.NewBrowser();

        Assert.Equal("/shop/verify?returnUrl=%2Fshop%2Fpremium", (await browser.SendAsync(Forwarded())).Location);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_site_that_calls_UseAuthorization_is_answered_there(bool isMappedFirst)
    {
        var ran = 0;
        await using var site = await OtpSite.StartAsync(mapDefault: isMappedFirst, map: app =>
        {
            app.UseAuthorization();
            app.Use((context, next) =>
            {
                ran++;
                return next(context);
            });
            if (!isMappedFirst)
            {
                app.MapGroup("/api").MapOffer18Otp();
            }

            app.MapGet("/premium", () => "in").RequireOtpVerified();
        });
        using var browser = site.NewBrowser();

        Assert.Equal("/verify?returnUrl=%2Fpremium", (await browser.GetPageAsync("/premium")).Location);
        Assert.Equal(0, ran);
    }

    [Fact]
    public async Task The_headers_of_other_middleware_leave_with_the_answer()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.Use((context, next) =>
            {
                context.Response.Headers.XFrameOptions = "DENY";
                return next(context);
            });
            app.MapGet("/premium", () => "in").RequireOtpVerified();
        });
        using var browser = site.NewBrowser();

        var answer = await browser.GetPageAsync("/premium");

        Assert.Equal("/verify?returnUrl=%2Fpremium", answer.Location);
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
    }

    // A client of a forward proxy writes the whole address (RFC 9112, 3.2.2).
    [Fact]
    public async Task UsePathBase_alone_is_enough_for_a_whole_address()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.UsePathBase("/shop");
            app.MapGet("/premium", () => "in").RequireOtpVerified();
        });
        using var verified = await site.NewVerifiedBrowserAsync();
        using var closed = new RawHttp(site.Address);
        using var open = new RawHttp(site.Address);

        var refused = await closed.GetAsync($"{site.Address}shop/premium?size=1", "Accept: text/html");
        var answer = await open.GetAsync($"{site.Address}shop/premium", $"Cookie: {verified.Cookies.GetCookieHeader(site.Address)}");

        Assert.Contains("Location: /shop/verify?returnUrl=%2Fshop%2Fpremium%3Fsize%3D1", refused, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gated_endpoint_does_not_run_for_a_browser_that_is_refused()
    {
        var ran = 0;
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.UsePathBase("/shop");
            app.MapPost("/buy", () => ++ran).RequireOtpVerified();
        });
        using var browser = site.NewBrowser();

        (await browser.SendAsync(new(HttpMethod.Post, "/buy"))).AssertProblem(HttpStatusCode.Forbidden, "otp_required");
        (await browser.SendAsync(new(HttpMethod.Post, "/shop/buy"))).AssertProblem(HttpStatusCode.Forbidden, "otp_required");

        Assert.Equal(0, ran);
    }

    [Fact]
    public async Task A_refusal_is_in_the_visitors_language_without_UseAuthorization()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.UseRequestLocalization("en", "zh-Hans");
            app.MapGet("/premium", () => "in").RequireOtpVerified();
        });
        using var browser = site.NewBrowser();
        var request = new HttpRequestMessage(HttpMethod.Get, "/premium");
        request.Headers.AcceptLanguage.ParseAdd("zh-Hans");

        Assert.Contains("手机", (await browser.SendAsync(request)).Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_page_is_found_after_a_closed_gate_has_failed()
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddProblemDetails(),
            app =>
            {
                app.UseStatusCodePagesWithReExecute("/sorry");
                app.MapGet("/sorry", () => "sorry");
                app.MapGet("/premium", () => "in").RequireOtpVerified().RequireAuthorization(policy => policy.RequireAssertion(_ => false));
                app.MapGet("/none", () => Results.StatusCode(404));
            });
        using var browser = site.NewBrowser();

        Assert.Equal("sorry", (await browser.GetPageAsync("/none")).Body);
    }

    private static HttpRequestMessage Forwarded(string? connection = null, string? protocol = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/premium");
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Prefix", "/shop");
        if (connection is not null)
        {
            request.Headers.Connection.Add(connection);
        }

        if (protocol is not null)
        {
            request.Headers.Upgrade.ParseAdd(protocol);
        }

        return request;
    }
}
