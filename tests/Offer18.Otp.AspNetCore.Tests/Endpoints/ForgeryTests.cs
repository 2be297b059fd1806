using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

public sealed class ForgeryTests
{
    public static TheoryData<string, HttpContent?> Posts => new()
    {
        { "generate", JsonContent.Create(new { msisdn = OtpSite.Number }) },
        { "generate", new FormUrlEncodedContent([new("msisdn", OtpSite.Number)]) },
        { "generate", new MultipartFormDataContent { { new StringContent(OtpSite.Number), "msisdn" } } },
        { "generate", new StringContent("msisdn=447700900123") },
        { "generate", new StringContent("%", System.Text.Encoding.ASCII, "multipart/form-data") },
        { "generate", null },
        { "verify", JsonContent.Create(new { otp = "123456" }) },
        { "verify", new FormUrlEncodedContent([new("otp", "123456")]) },
        { "reset", null },
        { "reset", new FormUrlEncodedContent([]) },
    };

    [Theory]
    [MemberData(nameof(Posts), DisableDiscoveryEnumeration = true)]
    public async Task A_post_without_the_antiforgery_token_is_refused_and_does_nothing(string operation, HttpContent? content)
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync("447700900111");
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        var answer = await browser.PostAsync($"/offer18/otp/{operation}", content, token: null);

        answer.AssertProblem(HttpStatusCode.BadRequest, "forged_request");
        Assert.Equal("pending", (await browser.StatusAsync()).State);
        Assert.Equal((1, 0), (site.Generated, site.Verified));
    }

    [Theory]
    [InlineData("/offer?size=1#offer18-otp", "/offer?size=1#offer18-otp")]
    [InlineData("/\u6e38\u620f", "/%E6%B8%B8%E6%88%8F")]
    [InlineData("https://evil.example/", "/verify")]
    [InlineData("/\"><script>", "/&quot;&gt;&lt;script&gt;")]
    public async Task A_scriptless_form_is_refused_on_a_page_that_leads_back_and_changes_nothing(string page, string back)
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync("447700900111");

        var answer = await browser.SendAsync(new(HttpMethod.Post, "/offer18/otp/reset")
        {
            Content = new FormUrlEncodedContent([new("page", page)]),
            Headers = { Accept = { new("text/html") }, AcceptLanguage = { new("zh-Hans") } },
        });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains($"href=\"{back}\"", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer.Body, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal("pending", (await browser.StatusAsync()).State);
    }

    [Fact]
    public async Task The_token_of_another_browser_is_refused()
    {
        await using var site = await OtpSite.StartAsync();
        using var victim = site.NewBrowser();
        using var attacker = site.NewBrowser();
        await victim.StatusAsync();

        var answer = await victim.PostAsync(
            "/offer18/otp/generate", JsonContent.Create(new { msisdn = OtpSite.Number }), await attacker.TokenAsync());

        answer.AssertProblem(HttpStatusCode.BadRequest, "forged_request");
        Assert.Empty(site.Offer18.Calls);
    }

    [Theory]
    [InlineData("generate")]
    [InlineData("verify")]
    [InlineData("reset")]
    public async Task What_changes_something_takes_post_alone(string operation)
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.SendAsync(new(HttpMethod.Get, $"/offer18/otp/{operation}"))).Status);
    }

    [Fact]
    public async Task The_header_holds_in_a_site_that_gave_its_own_another_name()
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.Configure<AntiforgeryOptions>(antiforgery => antiforgery.HeaderName = "X-CSRF"));
        using var browser = site.NewBrowser();

        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
    }

    [Fact]
    public async Task The_endpoints_work_behind_the_sites_own_antiforgery_middleware()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.UseAntiforgery());
        using var browser = site.NewBrowser();

        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
        (await browser.PostAsync("/offer18/otp/verify", JsonContent.Create(new { otp = site.Code }), token: null))
            .AssertProblem(HttpStatusCode.BadRequest, "forged_request");
    }

    [Fact]
    public async Task A_browser_that_keeps_no_cookies_is_told_to_open_the_page_elsewhere()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var reader = site.NewBrowser();
        using var browser = site.NewBrowser();
        var page = await reader.GetPageAsync("/component/verify");

        var refused = await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("Your browser did not keep this page’s cookies", refused.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("open this page in your phone’s own browser", refused.Page.Body.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("out of date", refused.Page.Body.TextContent, StringComparison.Ordinal);
        using var bare = new HttpClient { BaseAddress = site.Address };
        using var answer = await bare.PostAsync("/offer18/otp/generate", JsonContent.Create(new { msisdn = OtpSite.Number }), TestContext.Current.CancellationToken);
        Assert.Contains("own browser", (await OtpAnswer.ReadAsync(answer)).Text("detail"), StringComparison.Ordinal);
        Assert.Equal(0, site.Generated);
    }

    [Theory]
    [InlineData("cross-site", "iframe", true)]
    [InlineData("same-site", "iframe", false)]
    [InlineData("cross-site", "document", false)]
    public async Task In_the_frame_of_another_site_the_page_says_at_once_to_open_it_elsewhere(string from, string into, bool isSaid)
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        var request = new HttpRequestMessage(HttpMethod.Get, "/component/verify");
        request.Headers.Add("Sec-Fetch-Site", from);
        request.Headers.Add("Sec-Fetch-Dest", into);

        var page = (await browser.SendAsync(request)).Page;

        Assert.Equal(isSaid, page.QuerySelector("[role=alert]") is not null);
        Assert.Equal(isSaid ? "_blank" : null, page.QuerySelector("a.offer18-otp__way")?.GetAttribute("target"));
    }

    [Fact]
    public async Task A_form_in_another_charset_is_malformed_and_not_an_empty_one_that_sends_again()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        var request = new HttpRequestMessage(HttpMethod.Post, "/offer18/otp/generate")
        {
            Content = new StringContent("msisdn=447700900111", System.Text.Encoding.Unicode, "application/x-www-form-urlencoded"),
        };
        request.Headers.Add("RequestVerificationToken", await browser.TokenAsync());
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await browser.SendAsync(request);

        answer.AssertProblem(HttpStatusCode.BadRequest, "invalid_msisdn");
        Assert.Equal(1, site.Generated);
    }
}
