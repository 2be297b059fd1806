using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

/// <summary>Posts that pages of other hosts send, sibling subdomains among them: by what the browser says, and by whose token they have.</summary>
public sealed class CrossSiteTests
{
    // "{own}" is the site's own host and port.
    public static TheoryData<string?, string?> Foreign => new()
    {
        { "cross-site", null },
        { "cross-site", "https://evil.example" },
        { "cross-site", "null" },
        { "cross-site", "http://{own}" },
        { "same-site", null },
        { "same-site", "null" },
        { "same-site", "https://other.moonjar.example" },
        { "same-site", "http://{own}" },
        { null, "https://evil.example" },
        { null, "http://{own}.evil.example" },
        { null, "http://127.0.0.1:9" },
        { null, "http://localhost" },
        { null, "file://{own}" },
        { null, "{own}" },
        { null, "garbage" },
        { "of-tomorrow", "https://evil.example" },
    };

    public static TheoryData<string?, string?, string?> Own => new()
    {
        { null, null, null },
        { null, "http://{own}", null },
        { null, "HTTP://{own}", null },
        // Browsers send this with the forms of a page that sends no referrer, as ours do.
        { null, "null", null },
        { "same-origin", "null", null },
        { "same-origin", "http://{own}", null },
        // A proxy has ended TLS, or has changed the host.
        { null, "https://{own}", null },
        { "same-origin", "https://moonjar.example", null },
        { null, "https://moonjar.example", "moonjar.example" },
        { null, "https://moonjar.example:8443", "moonjar.example:8443, inner.example" },
        // A visitor has pressed "reload".
        { "none", "null", null },
        { "of-tomorrow", "http://{own}", null },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task A_post_of_another_hosts_page_is_refused_before_anything_else(string? site, string? origin)
    {
        await using var host = await OtpSite.StartAsync();
        using var measured = new Measurements(host.Services);
        using var browser = host.NewBrowser();
        var token = await browser.TokenAsync();
        await browser.GenerateAsync("447700900111");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var cookie = browser.OtpCookie()!.Value;

        foreach (var (operation, body) in (IEnumerable<(string, object)>)[("generate", new { msisdn = OtpSite.Number }), ("verify", new { otp = "123456" }), ("reset", new { })])
        {
            (await browser.SendAsync(Post(host, operation, JsonContent.Create(body), token, site, origin))).AssertProblem(HttpStatusCode.BadRequest, "forged_request");
            var form = Post(host, operation, new FormUrlEncodedContent([new("page", "/elsewhere"), new("msisdn", OtpSite.Number), new("otp", "123456")]), token, site, origin);
            form.Headers.Accept.ParseAdd("text/html");
            var page = await browser.SendAsync(form);
            Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (page.Status, page.MediaType));
            // Not even its fields are believed.
            Assert.Contains("href=\"/verify\"", page.Body, StringComparison.Ordinal);
            Assert.False(page.Headers.Contains("Set-Cookie"));
        }

        Assert.Equal((1, 0), (host.Generated, host.Verified));
        Assert.Equal(cookie, browser.OtpCookie()!.Value);
        var state = await browser.StatusAsync();
        Assert.Equal(("pending", 5), (state.State, state.Number("attemptsRemaining")));
        Assert.Equal(2, measured.Of("offer18.otp.sends").Count(line => line == "1 {send} forged_request site"));
        Assert.Equal(2, measured.Of("offer18.otp.checks").Count(line => line == "1 {check} forged_request site"));
    }

    [Theory]
    [MemberData(nameof(Own))]
    public async Task A_post_of_a_page_of_ours_goes_on_whatever_proxies_have_changed(string? site, string? origin, string? forwarded)
    {
        await using var host = await OtpSite.StartAsync();
        using var browser = host.NewBrowser();

        var request = Post(host, "generate", JsonContent.Create(new { msisdn = OtpSite.Number }), await browser.TokenAsync(), site, origin);
        request.Headers.Add("X-Forwarded-Host", forwarded ?? "");

        Assert.Equal("pending", (await browser.SendAsync(request)).State);
    }

    [Theory]
    [InlineData("same-site", "https://www.moonjar.example", true)]
    [InlineData("same-site", "HTTPS://WWW.moonjar.example", true)]
    [InlineData(null, "https://www.moonjar.example", true)]
    [InlineData("same-site", "https://blog.moonjar.example", false)]
    [InlineData("same-site", "null", false)]
    [InlineData("same-site", null, false)]
    [InlineData(null, "https://blog.moonjar.example", false)]
    [InlineData("cross-site", "https://www.moonjar.example", false)]
    public async Task Another_host_of_the_site_may_post_where_the_site_has_named_it(string? site, string? origin, bool passes)
    {
        await using var host = await OtpSite.StartAsync(options: otp => otp.AllowedOrigins.Add("https://www.moonjar.example"));
        using var browser = host.NewBrowser();

        var answer = await browser.SendAsync(Post(host, "generate", JsonContent.Create(new { msisdn = OtpSite.Number }), await browser.TokenAsync(), site, origin));

        Assert.Equal(passes ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(passes ? 1 : 0, host.Generated);
    }

    [Fact]
    public async Task Over_https_a_page_over_http_is_another_origin()
    {
        using var certificate = TestCertificate.Create();
        await using var host = await StartWithHttpsAsync(certificate);
        using var browser = NewSecureBrowser(host, certificate);
        var (token, own) = (await browser.TokenAsync(), SecureAddress(host).Authority);

        var forged = await browser.SendAsync(Post(host, "generate", JsonContent.Create(new { msisdn = OtpSite.Number }), token, null, $"http://{own}"));
        var ours = await browser.SendAsync(Post(host, "generate", JsonContent.Create(new { msisdn = OtpSite.Number }), token, null, $"https://{own}"));

        forged.AssertProblem(HttpStatusCode.BadRequest, "forged_request");
        Assert.Equal("pending", ours.State);
    }

    // Another host of the domain gets a token, and sets in a visitor's browser every cookie that came with it and that it can set.
    [Theory]
    [InlineData("generate")]
    [InlineData("verify")]
    [InlineData("reset")]
    public async Task The_token_of_another_browser_is_refused_even_with_the_cookies_that_came_with_it(string operation)
    {
        await using var site = await OtpPlaces.StartAsync();
        using var victim = site.NewBrowser();
        using var attacker = site.NewBrowser();
        await victim.GenerateAsync("447700900111");
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        var page = await attacker.GetPageAsync("/component/verify");
        var token = page.Form("generate").QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value");
        var ticket = attacker.OtpCookie()!.Name;
        foreach (Cookie tossed in attacker.Cookies.GetAllCookies().Where(cookie => cookie.Name != ticket))
        {
            victim.Cookies.Add(site.Address, new Cookie(tossed.Name, tossed.Value));
        }

        foreach (var theirs in (string?[])[token, await attacker.TokenAsync()])
        {
            (await victim.PostAsync($"/offer18/otp/{operation}", JsonContent.Create(new { msisdn = OtpSite.Number, otp = "123456" }), theirs))
                .AssertProblem(HttpStatusCode.BadRequest, "forged_request");
        }

        Assert.Equal((1, 0), (site.Generated, site.Verified));
        Assert.Equal("pending", (await victim.StatusAsync()).State);
    }

    [Fact]
    public async Task A_form_that_a_second_tab_has_had_since_before_the_right_code_still_goes()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", OtpSite.Number));
        var secondTab = await browser.GetPageAsync("/component/verify");
        await browser.VerifyAsync(site.Code);

        var answer = await browser.SubmitAsync(secondTab, "verify", ("otp", site.Code));

        Assert.Equal((HttpStatusCode.SeeOther, "/component/premium"), (answer.Status, answer.Location));
        Assert.Equal(1, site.Verified);
    }

    // (A page of Blazor may come with the framework's own cookie. Our forms do not need that one.)
    [Theory]
    [InlineData("/pages/verify")]
    [InlineData("/mvc/verify")]
    [InlineData("/offer18/otp/status")]
    public async Task Over_https_no_cookie_of_ours_can_be_set_by_another_host(string page)
    {
        using var certificate = TestCertificate.Create();
        await using var site = await StartWithHttpsAsync(certificate);
        using var browser = NewSecureBrowser(site, certificate);

        var answer = await browser.GetPageAsync(page);

        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.Matches("^__Host-.*; secure;", cookie));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("..//%00\u00e9")]
    [InlineData("")]
    public async Task A_garbage_token_is_counted_and_logged_as_one_refusal_without_an_error(string garbage)
    {
        var log = new LogLines();
        await using var site = await OtpPlaces.StartAsync(builder => builder.Logging.AddProvider(log));
        using var measured = new Measurements(site.Services);
        using var browser = site.NewBrowser();
        await browser.GetPageAsync("/pages/verify");
        // The framework's own cookie, as another site of this host or an attacker leaves it.
        browser.Cookies.Add(site.Address, new Cookie(site.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<AntiforgeryOptions>>().Value.Cookie.Name!, "garbage"));

        foreach (var operation in (string[])["generate", "verify", "reset"])
        {
            var form = new FormUrlEncodedContent([new("__RequestVerificationToken", garbage), new("msisdn", OtpSite.Number)]);
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync($"/offer18/otp/{operation}", form, token: null)).Status);
        }

        await browser.StatusAsync();
        await browser.GetPageAsync("/pages/verify");
        await browser.SendAsync(new(HttpMethod.Get, "/offer18/otp/status") { Headers = { { "Accept", "text/html" }, { "X-Requested-With", "XMLHttpRequest" } } });
        Assert.Equal(3, log.Of(1838).Length);
        Assert.All(log.Of(1838), line => Assert.StartsWith("Information", line, StringComparison.Ordinal));
        // But for what is said at start.
        Assert.Empty(log.AtLeast(LogLevel.Warning).Except(log.Of(1839)));
        Assert.Equal(["1 {send} forged_request site"], measured.Of("offer18.otp.sends"));
        Assert.Equal(["1 {check} forged_request site"], measured.Of("offer18.otp.checks"));
    }

    [Theory]
    [InlineData(false, "SAMEORIGIN")]
    [InlineData(true, null)]
    public async Task Other_hosts_cannot_frame_the_page_unless_the_site_lets_them(bool suppressed, string? expected)
    {
        await using var site = await OtpPlaces.StartAsync(builder => builder.Services.Configure<AntiforgeryOptions>(options => options.SuppressXFrameOptionsHeader = suppressed));
        using var browser = site.NewBrowser();

        foreach (var place in OtpPlaces.WithComponent.Select(row => row.Data))
        {
            var headers = (await browser.GetPageAsync(place)).Headers;
            Assert.Equal((place, expected), (place, headers.TryGetValues("X-Frame-Options", out var values) ? string.Join('|', values) : null));
        }
    }

    private static HttpRequestMessage Post(OtpSite host, string operation, HttpContent content, string token, string? site, string? origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/offer18/otp/{operation}") { Content = content };
        request.Headers.Add("RequestVerificationToken", token);
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin.Replace("{own}", host.Address.Authority, StringComparison.Ordinal));
        }

        return request;
    }

    private static Task<OtpSite> StartWithHttpsAsync(X509Certificate2 certificate) => OtpPlaces.StartAsync(
        builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))));

    private static Uri SecureAddress(OtpSite site) => new(site.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>()
        .Addresses.Single(address => address.StartsWith("https", StringComparison.Ordinal)));

    private static OtpBrowserClient NewSecureBrowser(OtpSite site, X509Certificate2 certificate)
    {
        var browser = new OtpBrowserClient(SecureAddress(site));
        browser.Trust(certificate);
        return browser;
    }
}
