using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

public sealed class NoSniffTests
{
    [Fact]
    public async Task No_answer_of_ours_lets_a_browser_guess_its_type()
    {
        await using var site = await OtpPlaces.StartAsync(map: app =>
        {
            app.MapGet("/closed", () => "in").RequireOtpVerified();
            app.MapGet("/own-page", () => "of the site");
        });
        using var browser = site.NewBrowser();
        var token = await browser.TokenAsync();

        await AssertAsync(HttpStatusCode.OK, Get("/offer18/otp/status"));
        await AssertAsync(HttpStatusCode.OK, Get("/offer18/otp/element.js"));
        await AssertAsync(HttpStatusCode.OK, Get("/offer18/otp/otp-verification.css"));
        await AssertAsync(HttpStatusCode.OK, Get("/offer18/otp/" + OtpFile.Module.HashedName));
        await AssertAsync(HttpStatusCode.OK, Get("/component/verify"));
        await AssertAsync(HttpStatusCode.OK, Get("/pages/verify"));
        await AssertAsync(HttpStatusCode.OK, Get("/mvc/verify"));
        await AssertAsync(HttpStatusCode.OK, View(HttpMethod.Get, "status"));
        await AssertAsync(HttpStatusCode.NotFound, View(HttpMethod.Get, "status?campaign=nowhere"));
        await AssertAsync(HttpStatusCode.OK, View(HttpMethod.Post, "generate"));
        await AssertAsync(HttpStatusCode.BadRequest, Post("generate", new { }, null));
        await AssertAsync(HttpStatusCode.BadRequest, Form("generate", null));
        await AssertAsync(HttpStatusCode.SeeOther, Form("generate", token));
        await AssertAsync(HttpStatusCode.BadRequest, Post("generate", new { msisdn = "1" }, token));
        await AssertAsync(HttpStatusCode.OK, Post("generate", new { msisdn = OtpSite.Number }, token));
        await AssertAsync(HttpStatusCode.UnprocessableEntity, Post("verify", new { otp = "x" }, token));
        await AssertAsync(HttpStatusCode.Forbidden, Get("/closed"));
        await AssertAsync(HttpStatusCode.Found, Get("/closed", "text/html"));
        Assert.False((await browser.SendAsync(Get("/own-page"))).Headers.Contains("X-Content-Type-Options"));

        async Task AssertAsync(HttpStatusCode status, HttpRequestMessage request)
        {
            var address = request.RequestUri!.OriginalString;
            var answer = await browser.SendAsync(request);
            Assert.Equal((address, status), (address, answer.Status));
            Assert.Equal((address, "nosniff"), (address, answer.Headers.TryGetValues("X-Content-Type-Options", out var values) ? string.Join('|', values) : null));
        }
    }

    [Fact]
    public async Task The_finished_page_lets_no_browser_guess_its_type_either()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapOffer18OtpPage());
        using var browser = site.NewBrowser();

        Assert.Equal("nosniff", Assert.Single((await browser.GetPageAsync("/verify")).Headers.GetValues("X-Content-Type-Options")));
    }

    private static HttpRequestMessage Get(string url, string accept = "application/json") => new(HttpMethod.Get, url) { Headers = { { "Accept", accept } } };

    private static HttpRequestMessage Post(string operation, object body, string? token) => WithToken(token, new(HttpMethod.Post, $"/offer18/otp/{operation}") { Content = JsonContent.Create(body) });

    private static HttpRequestMessage Form(string operation, string? token) => WithToken(token, new(HttpMethod.Post, $"/offer18/otp/{operation}")
    {
        Content = new FormUrlEncodedContent([new("msisdn", "1")]),
        Headers = { { "Accept", "text/html" } },
    });

    private static HttpRequestMessage View(HttpMethod method, string operation) => new(method, $"/offer18/otp/{operation}")
    {
        Headers = { { "Accept", "text/html" }, { "X-Requested-With", "XMLHttpRequest" } },
    };

    private static HttpRequestMessage WithToken(string? token, HttpRequestMessage request)
    {
        if (token is not null)
        {
            request.Headers.Add("RequestVerificationToken", token);
        }

        return request;
    }
}
