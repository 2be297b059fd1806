using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

/// <summary>The style and the module, which the package serves itself.</summary>
public sealed class FileTests
{
    [Theory]
    [MemberData(nameof(OtpPlaces.WithComponent), MemberType = typeof(OtpPlaces))]
    public async Task A_page_finds_its_style_and_module_without_MapStaticAssets(string place)
    {
        await using var site = await OtpPlaces.StartAsync(map: app => app.UsePathBase("/shop"));
        using var browser = site.NewBrowser();
        var page = (await browser.GetPageAsync("/shop" + place)).Page;

        var style = await browser.SendAsync(new(HttpMethod.Get, page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")));
        var module = await browser.SendAsync(new(HttpMethod.Get, page.QuerySelector("script[type=module]")!.GetAttribute("src")));

        Assert.Equal((HttpStatusCode.OK, "text/css"), (style.Status, style.MediaType));
        Assert.Equal((HttpStatusCode.OK, "text/javascript"), (module.Status, module.MediaType));
        Assert.Contains(".offer18-otp", style.Body, StringComparison.Ordinal);
        Assert.Contains("customElements.define", module.Body, StringComparison.Ordinal);
        Assert.All([style, module], file => Assert.Equal("public, max-age=31536000, immutable", file.Headers.CacheControl!.ToString()));
    }

    [Fact]
    public async Task A_site_s_sign_in_and_fallback_policy_leave_style_and_module_open()
    {
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Services.AddAuthentication().AddCookie();
                builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            },
            app => app.MapOffer18Otp().RequireAuthorization(),
            mapDefault: false);
        using var browser = site.NewBrowser();

        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(new(HttpMethod.Get, "/offer18/otp/element.js"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(new(HttpMethod.Get, "/offer18/otp/otp-verification.css"))).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await browser.SendAsync(new(HttpMethod.Get, "/offer18/otp/status"))).Status);
    }

    [Fact]
    public async Task A_file_by_its_plain_name_is_asked_for_each_time_and_sent_once()
    {
        await using var site = await OtpSite.StartAsync(builder => builder.Services.AddOutputCache(cache => cache.AddBasePolicy(all => all.Expire(TimeSpan.FromHours(1)))), app => app.UseOutputCache());
        using var browser = site.NewBrowser();

        var first = await browser.SendAsync(new(HttpMethod.Get, "/offer18/otp/element.js"));
        var request = new HttpRequestMessage(HttpMethod.Get, "/offer18/otp/element.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        var second = await browser.SendAsync(request);

        Assert.True(first.Headers.CacheControl!.NoCache);
        Assert.Equal((HttpStatusCode.NotModified, ""), (second.Status, second.Body));
    }

    [Fact]
    public async Task A_browser_that_knows_Brotli_gets_a_file_in_a_third_of_its_size()
    {
        await using var site = await OtpSite.StartAsync(builder => builder.Services.AddOutputCache(cache => cache.AddBasePolicy(all => all.Expire(TimeSpan.FromHours(1)))), app => app.UseOutputCache());
        using var browser = site.NewBrowser();
        var plain = await browser.BytesAsync("/offer18/otp/element.js");
        using var http = new HttpClient { BaseAddress = site.Address, DefaultRequestHeaders = { { "Accept-Encoding", "gzip, br" } } };

        using var answer = await http.GetAsync("/offer18/otp/element.js", TestContext.Current.CancellationToken);
        var small = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var brotli = new BrotliStream(new MemoryStream(small), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await brotli.CopyToAsync(unpacked, TestContext.Current.CancellationToken);

        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept-Encoding"], answer.Headers.Vary);
        Assert.Equal(plain, unpacked.ToArray());
        Assert.InRange(small.Length, 1, plain.Length / 3);
        Assert.Equal(plain, await browser.BytesAsync("/offer18/otp/element.js"));
    }
}
