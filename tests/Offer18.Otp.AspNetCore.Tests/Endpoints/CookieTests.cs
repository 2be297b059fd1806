using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

public sealed class CookieTests
{
    [Fact]
    public async Task An_error_code_of_a_newer_version_costs_the_visitor_only_the_notice()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        var protector = site.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Offer18.Otp", "Browser", "v1", "");
        var cookie = browser.OtpCookie()!;
        cookie.Value = protector.Protect(protector.Unprotect(cookie.Value)[..^1] + ",\"notice\":{\"code\":\"of_tomorrow\"}}");

        var page = await browser.GetPageAsync("/component/verify");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.NotNull(page.Page.QuerySelector("[data-state=pending]"));
        Assert.Null(page.Page.QuerySelector(".offer18-otp__error"));
        Assert.Equal("pending", (await browser.StatusAsync()).State);
    }

    [Fact]
    public async Task The_cookie_is_http_only_lax_host_only_opaque_and_small()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        var answer = await browser.GenerateAsync(OtpSite.Number, "/premium?" + new string('x', 2_000));
        var refused = await browser.PostAsync(OtpBrowserClient.DefaultPrefix, "verify", new() { ["otp"] = "x" });
        var cookie = (await browser.StatusAsync()).Headers.TryGetValues("Set-Cookie", out _) ? null : browser.OtpCookie()!.Value;
        var header = Assert.Single(answer.Headers.GetValues("Set-Cookie"));

        Assert.Matches("^offer18-otp-[A-Za-z0-9_-]{11}=[A-Za-z0-9_-]+; max-age=2592000; path=/; samesite=lax; httponly$", header);
        Assert.InRange(header.Length, 1, 1_000);
        Assert.False(refused.Headers.Contains("Set-Cookie"));
        Assert.NotNull(cookie);
    }

    [Fact]
    public async Task On_https_it_is_secure_and_bound_to_the_host()
    {
        using var certificate = TestCertificate.Create();
        await using var site = await StartWithHttpsAsync(certificate);
        using var browser = NewSecureBrowser(site, certificate);

        var answer = await browser.StatusAsync();

        Assert.Contains(
            answer.Headers.GetValues("Set-Cookie"),
            cookie => cookie.StartsWith("__Host-offer18-otp-", StringComparison.Ordinal)
                && cookie.EndsWith("; max-age=2592000; path=/; secure; samesite=lax; httponly", StringComparison.Ordinal));
        await browser.GenerateAsync(OtpSite.Number);
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
    }

    [Fact]
    public async Task The_largest_notice_still_fits_into_a_cookie()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        await browser.ResetAsync();
        site.Clock.Advance(TimeSpan.FromHours(1));
        var page = await browser.GetPageAsync("/component/verify");

        var answer = await browser.SubmitAsync(page, "generate", ("msisdn", string.Concat(Enumerable.Repeat("游", 40))));

        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.InRange(cookie.Length, 1, 4_095));
        Assert.Contains("游游", (await browser.GetPageAsync("/component/verify")).Page.QuerySelector("input[name=msisdn]")!.GetAttribute("value"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visitor_who_comes_from_http_to_https_goes_on_where_he_was()
    {
        using var certificate = TestCertificate.Create();
        await using var site = await StartWithHttpsAsync(certificate);
        using var plain = site.NewBrowser();
        await plain.GenerateAsync(OtpSite.Number);
        using var secure = NewSecureBrowser(site, certificate);
        secure.Take(plain.OtpCookie()!);

        var status = await secure.StatusAsync();
        var verified = await secure.VerifyAsync(site.Code);

        Assert.Equal("pending", status.State);
        Assert.Contains(status.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("__Host-offer18-otp-", StringComparison.Ordinal));
        Assert.Equal("verified", verified.State);
        Assert.Equal(1, site.Generated);
    }

    // Another host of the domain can set a cookie without the prefix, but cannot get a value for it from a site on HTTPS.
    [Fact]
    public async Task A_secure_cookie_s_value_is_worth_nothing_by_the_plain_name_nor_the_reverse()
    {
        using var certificate = TestCertificate.Create();
        await using var site = await StartWithHttpsAsync(certificate);
        using var plain = await site.NewVerifiedBrowserAsync();
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        using var secure = NewSecureBrowser(site, certificate);
        await secure.GenerateAsync(OtpSite.Number);
        await secure.VerifyAsync(site.Code);
        var secureCookie = SecureCookie(secure);
        var plainCookie = plain.OtpCookie()!;
        using var victim = NewSecureBrowser(site, certificate);

        Assert.Equal("verified", (await secure.StatusAsync()).State);
        victim.Take(new Cookie(plainCookie.Name, secureCookie.Value));
        Assert.Equal("none", await StateAsync(victim));
        using var other = NewSecureBrowser(site, certificate);
        other.Take(new Cookie(secureCookie.Name, plainCookie.Value));
        Assert.Equal("none", await StateAsync(other));

        static async Task<string?> StateAsync(OtpBrowserClient browser) => (await browser.StatusAsync()).State;
    }

    // Chromium sends a Secure cookie to http://localhost, too.
    [Fact]
    public async Task A_cookie_of_HTTPS_locks_nobody_out_of_HTTP()
    {
        using var certificate = TestCertificate.Create();
        await using var site = await StartWithHttpsAsync(certificate);
        using var secure = NewSecureBrowser(site, certificate);
        await secure.StatusAsync();
        using var plain = site.NewBrowser();
        plain.Take(SecureCookie(secure));

        await plain.StatusAsync();
        Assert.Null(plain.OtpCookie());
        await plain.GenerateAsync(OtpSite.Number);
        await plain.VerifyAsync(site.Code);

        Assert.Equal("verified", (await plain.StatusAsync()).State);
        Assert.Equal(1, site.Generated);
        secure.Take(plain.OtpCookie()!);
        Assert.Equal("verified", (await secure.StatusAsync()).State);
    }

    // A proxy that says the scheme of some requests only.
    [Theory]
    [InlineData("https", "https", "http")]
    [InlineData("https", "http", "https")]
    [InlineData("http", "https", "https")]
    [InlineData("http", "http", "https")]
    [InlineData("http", "https", "http")]
    public async Task A_right_code_opens_the_gate_whatever_scheme_each_request_seems_to_have(string first, string generate, string verify)
    {
        var seen = first;
        using var certificate = TestCertificate.Create();
        await using var site = await StartWithHttpsAsync(certificate, app =>
        {
            app.Use((context, next) =>
            {
                context.Request.Scheme = seen;
                return next(context);
            });
            app.MapGet("/premium", () => "in").RequireOtpVerified();
        });
        using var browser = NewSecureBrowser(site, certificate);

        await browser.StatusAsync();
        seen = generate;
        await browser.GenerateAsync(OtpSite.Number);
        seen = verify;
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);

        foreach (var scheme in (string[])["http", "https", "http"])
        {
            seen = scheme;
            Assert.Equal("in", (await browser.GetPageAsync("/premium")).Body);
            Assert.Equal("verified", (await browser.StatusAsync()).State);
        }
    }

    // Another host of the domain can get a content over HTTP, and set it in a visitor's browser by the plain name, again and again.
    [Fact]
    public async Task A_content_that_another_host_sets_never_replaces_that_of_HTTPS()
    {
        using var certificate = TestCertificate.Create();
        await using var site = await StartWithHttpsAsync(certificate);
        using var attacker = site.NewBrowser();
        await attacker.StatusAsync();
        using var visitor = NewSecureBrowser(site, certificate);
        visitor.Take(attacker.OtpCookie()!);
        await visitor.StatusAsync();

        using var verified = await site.NewVerifiedBrowserAsync();
        visitor.Take(verified.OtpCookie()!);

        Assert.Equal("none", (await visitor.StatusAsync()).State);
    }

    [Theory]
    [InlineData("X-Forwarded-Proto", "https", 1)]
    [InlineData("Forwarded", "for=192.0.2.1;proto=https", 1)]
    [InlineData("Origin", "https://moonjar.example", 1)]
    [InlineData("X-Forwarded-Proto", "http", 0)]
    [InlineData("Sec-Fetch-Site", "same-origin", 0)]
    [InlineData("Sec-Fetch-Site", "same-origin", 0, "moonjar.localhost")]
    [InlineData("Sec-Fetch-Site", "same-origin", 1, "moonjar.example")]
    public async Task A_proxy_whose_scheme_is_not_read_is_said_once_with_the_fix(string header, string value, int warnings, string? host = null)
    {
        var log = new LogLines();
        await using var site = await OtpSite.StartAsync(builder => builder.Logging.AddProvider(log));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var browser = site.NewBrowser();
            var request = new HttpRequestMessage(HttpMethod.Get, "/offer18/otp/status");
            request.Headers.Add(header, value);
            request.Headers.Host = host;
            await browser.SendAsync(request);
        }

        Assert.Equal(warnings, log.Of(1830).Length);
        Assert.All(log.Of(1830), line => Assert.Contains("app.UseForwardedHeaders()", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_name_can_be_set_and_a_campaigns_name_follows()
    {
        Uri? offer18 = null;
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddOffer18Otp("kuwait-games", otp =>
            {
                OtpNode.Configure(otp, offer18!);
                otp.CookieName = "moonjar";
            }),
            app => app.MapOffer18Otp("kuwait-games", "/kw"),
            otp =>
            {
                offer18 = otp.BaseAddress;
                otp.CookieName = "moonjar";
            });
        using var browser = site.NewBrowser();
        await browser.StatusAsync();
        await browser.StatusAsync("/kw");

        Assert.Equal(["moonjar", "moonjar.kuwait-games"], browser.Cookies.GetCookies(site.Address).Select(cookie => cookie.Name).Where(name => name.StartsWith("moon", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Two_sites_on_one_host_have_two_cookies()
    {
        await using var one = await OtpSite.StartAsync(builder => builder.Services.AddDataProtection().SetApplicationName("one"));
        await using var two = await OtpSite.StartAsync(builder => builder.Services.AddDataProtection().SetApplicationName("two"));
        using var atOne = one.NewBrowser();
        using var atTwo = two.NewBrowser();
        await atOne.StatusAsync();
        await atTwo.StatusAsync();

        Assert.NotEqual(atOne.OtpCookie()!.Name, atTwo.OtpCookie()!.Name);
    }

    private static Cookie SecureCookie(OtpBrowserClient browser) =>
        browser.Cookies.GetAllCookies().Single(cookie => cookie.Name.StartsWith("__Host-offer18-otp-", StringComparison.Ordinal));

    private static Task<OtpSite> StartWithHttpsAsync(X509Certificate2 certificate, Action<WebApplication>? map = null) => OtpSite.StartAsync(
        builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))), map);

    private static OtpBrowserClient NewSecureBrowser(OtpSite site, X509Certificate2 certificate)
    {
        var browser = new OtpBrowserClient(new Uri(site.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>()
            .Addresses.Single(address => address.StartsWith("https", StringComparison.Ordinal))));
        browser.Trust(certificate);
        return browser;
    }
}
