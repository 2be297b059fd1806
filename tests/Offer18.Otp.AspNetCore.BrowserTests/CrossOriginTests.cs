using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What a browser itself says of where a post comes from, and what it makes of an address.</summary>
public sealed class CrossOriginTests(BrowserFixture browsers)
{
    // "evil.moonjar.localhost" is of the same site as "www.moonjar.localhost": it can set cookies for both, and Lax cookies come with its posts.
    [Theory]
    [InlineData("evil.moonjar.localhost", "www.moonjar.localhost", "same-site")]
    [InlineData("evil.localhost", "www.moonjar.localhost", "cross-site")]
    [InlineData("evil.moonjar.example", "www.moonjar.example", "")]
    public async Task A_form_on_another_host_sends_nothing_even_with_a_token_and_its_cookies(string attacker, string victim, string said)
    {
        var heard = "";
        await using var site = await StartAsync(headers => heard = headers["Sec-Fetch-Site"].ToString());
        using var attackers = site.NewBrowser();
        var token = await attackers.TokenAsync();
        var page = await browsers.NewPageAsync(new() { BaseURL = $"http://{victim}:{site.Address.Port}" });
        await page.GotoAsync("/verify");
        await page.Context.AddCookiesAsync(attackers.Cookies.GetAllCookies().Where(cookie => !cookie.Name.StartsWith("offer18", StringComparison.Ordinal))
            .Select(cookie => new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Domain = $".{victim.Split('.', 2)[1]}", Path = "/" }));

        await page.GotoAsync($"http://{attacker}:{site.Address.Port}/attack?token={Uri.EscapeDataString(token)}&target={victim}:{site.Address.Port}");
        await page.ClickAsync("button");

        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Heading)).ToContainTextAsync("out of date");
        Assert.Equal(said, heard);
        Assert.Equal(0, site.Generated);
    }

    [Theory]
    [InlineData("www.moonjar.localhost", false, "same-origin", "null")]
    [InlineData("www.moonjar.localhost", true, "same-origin", "http://www.moonjar.localhost")]
    [InlineData("www.moonjar.example", false, "", "null")]
    [InlineData("www.moonjar.example", true, "", "http://www.moonjar.example")]
    public async Task A_form_of_our_own_page_goes_whatever_the_browser_says_of_its_origin(string host, bool script, string fetchSite, string origin)
    {
        var heard = ("", "");
        await using var site = await StartAsync(headers => heard = (headers["Sec-Fetch-Site"].ToString(), headers.Origin.ToString().Split(":" + headers.Host.ToString().Split(':')[1])[0]));
        var page = await browsers.NewPageAsync(new() { BaseURL = $"http://{host}:{site.Address.Port}", JavaScriptEnabled = script });

        await page.GotoAsync("/verify");
        await page.FillAsync("[name=msisdn]", OtpSite.Number);
        await page.PressAsync("[name=msisdn]", "Enter");

        await Expect(page.Locator("[name=otp]")).ToBeVisibleAsync();
        Assert.Equal((fetchSite, origin), heard);
        Assert.Equal(1, site.Generated);
    }

    [Fact]
    public async Task A_form_is_renewed_on_the_next_look_if_its_browser_has_another_cookie()
    {
        await using var site = await StartAsync(_ => { });
        var page = await browsers.NewPageAsync(new() { BaseURL = site.Address.ToString() });
        await page.GotoAsync("/verify");
        await page.FillAsync("[name=msisdn]", OtpSite.Number);
        await page.Context.ClearCookiesAsync();

        await page.RunAndWaitForResponseAsync(() => page.EvaluateAsync("dispatchEvent(new Event('focus'))"), response => response.Url.Contains("/status", StringComparison.Ordinal));
        await page.PressAsync("[name=msisdn]", "Enter");

        await Expect(page.Locator("[name=otp]")).ToBeVisibleAsync();
        Assert.Equal(1, site.Generated);
    }

    // LocalUrlTests has these rows, too.
    [Theory]
    [InlineData("/a/../b", true)]
    [InlineData("/@user", true)]
    [InlineData("/;@host", true)]
    [InlineData("/...//b", true)]
    [InlineData("/a?b=/..//host#//host", true)]
    [InlineData("//host", false)]
    [InlineData("/\\host", false)]
    [InlineData("/\t/host", false)]
    [InlineData("/..//host", false)]
    [InlineData("/.//host", false)]
    [InlineData("/a/..//host", false)]
    [InlineData("/%2e%2e//host", false)]
    [InlineData("/.%2E/%2e//host", false)]
    [InlineData("/a/../..//host", false)]
    [InlineData("/.\t.//host", false)]
    public async Task An_address_is_local_if_the_browser_makes_no_two_slashes_of_it(string url, bool isLocal)
    {
        var page = await browsers.NewPageAsync(new());
        await page.GotoAsync("/");

        // What a script does that reads the path of an address, and goes there.
        var stays = await page.EvaluateAsync<bool>("url => new URL(new URL(url, location).pathname, location).host === location.host && new URL(url, location).host === location.host", url);

        Assert.Equal(isLocal, stays);
    }

    private static Task<OtpSite> StartAsync(Action<IHeaderDictionary> heard) => OtpSite.StartAsync(map: app =>
    {
        app.Use((context, next) =>
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                heard(context.Request.Headers);
            }

            return next(context);
        });
        app.MapOffer18OtpPage();
        app.MapGet("/attack", (string token, string target) => TypedResults.Text(
            $"""
            <!DOCTYPE html>
            <html lang="en"><title>Win a prize</title><link rel="icon" href="data:,">
            <form method="post" action="http://{target}/offer18/otp/generate">
            <input type="hidden" name="__RequestVerificationToken" value="{token}"><input type="hidden" name="msisdn" value="{OtpSite.Msisdn}">
            <button>Win</button>
            </form>
            </html>
            """,
            "text/html"));
    });
}
