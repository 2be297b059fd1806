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
}
