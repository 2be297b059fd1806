using System.Net;
using Microsoft.AspNetCore.Builder;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

public sealed class HandleTests
{
    [Fact]
    public async Task What_a_handle_proved_stays_with_it_and_the_next_challenge_has_its_own()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        var proved = browser.OtpCookie()!.Value;
        site.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
        var pending = browser.OtpCookie()!.Value;

        // An old cookie, in an open tab or a thief's hands, still has the proof but does not get the new challenge.
        browser.OtpCookie()!.Value = proved;
        Assert.Equal("verified", (await browser.StatusAsync()).State);
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
        Assert.Equal(1, site.Verified);
        browser.OtpCookie()!.Value = pending;
        Assert.Equal("pending", (await browser.StatusAsync()).State);
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
        Assert.Equal(2, site.Verified);
    }

    [Theory]
    [InlineData("before the number was typed", false)]
    [InlineData("before the code was right", true)]
    public async Task A_copied_cookie_yields_the_proof_once_within_a_minute_or_not_at_all(string copied, bool onceAndSoon)
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/premium", () => "in").RequireOtpVerified());
        using var victim = site.NewBrowser();
        await victim.StatusAsync();
        var fresh = victim.OtpCookie()!;
        var beforeTyping = new Cookie(fresh.Name, fresh.Value);
        await victim.GenerateAsync(OtpSite.Number);
        var beforeTheCode = new Cookie(fresh.Name, victim.OtpCookie()!.Value);
        var copy = copied.Contains("typed", StringComparison.Ordinal) ? beforeTyping : beforeTheCode;
        await victim.VerifyAsync(site.Code);

        Assert.Equal(onceAndSoon ? "verified" : "none", await StateOfACopyAsync());
        Assert.Equal("none", await StateOfACopyAsync());
        Assert.Equal("verified", (await victim.StatusAsync()).State);

        async Task<string?> StateOfACopyAsync()
        {
            using var thief = site.NewBrowser();
            thief.Take(copy);
            return (await thief.StatusAsync()).State;
        }
    }

    [Fact]
    public async Task A_minute_after_the_verification_a_copied_cookie_yields_nothing()
    {
        await using var site = await OtpSite.StartAsync();
        using var victim = site.NewBrowser();
        using var thief = site.NewBrowser();
        await victim.GenerateAsync(OtpSite.Number);
        thief.Take(victim.OtpCookie()!);
        await victim.VerifyAsync(site.Code);
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("none", (await thief.StatusAsync()).State);
        (await thief.VerifyAsync(site.Code)).AssertProblem(HttpStatusCode.NotFound, "no_pending_request");
        Assert.Equal(1, site.Verified);
    }

    [Fact]
    public async Task A_copied_cookie_yields_nothing_to_a_browser_of_another_name()
    {
        await using var site = await OtpSite.StartAsync();
        using var victim = site.NewBrowser();
        await victim.GenerateAsync(OtpSite.Number);
        var copy = victim.OtpCookie()!.Value;
        await victim.VerifyAsync(site.Code);
        victim.OtpCookie()!.Value = copy;
        var request = new HttpRequestMessage(HttpMethod.Get, "/offer18/otp/status");
        request.Headers.UserAgent.ParseAdd("Mozilla/5.0");
        victim.OtpCookie()!.Value = copy;

        // The test's browser says nothing of itself, and this request does.
        Assert.Equal("none", (await victim.SendAsync(request)).State);
    }

    [Theory]
    [InlineData("a look while the code is pending")]
    [InlineData("the number typed")]
    [InlineData("the number typed after the cool-down")]
    public async Task Whoever_asks_with_a_copy_under_another_name_does_not_become_the_browser(string asked)
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/premium", () => "in").RequireOtpVerified());
        using var victim = site.NewBrowser();
        using var thief = site.NewBrowser();
        await victim.StatusAsync();
        thief.Take(victim.OtpCookie()!);
        await victim.GenerateAsync(OtpSite.Number);
        if (asked.StartsWith("the number", StringComparison.Ordinal))
        {
            thief.Take(victim.OtpCookie()!);
        }

        if (asked.EndsWith("cool-down", StringComparison.Ordinal))
        {
            site.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        thief.UserAgent = "Thief/1.0";
        await (asked.StartsWith("the number", StringComparison.Ordinal) ? thief.GenerateAsync(OtpSite.Number) : thief.StatusAsync());
        var sent = site.Code;
        await victim.VerifyAsync(sent);

        Assert.NotEqual("verified", (await thief.StatusAsync()).State);
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetPageAsync("/premium")).Status);
    }

    [Fact]
    public async Task A_browser_with_a_new_name_can_still_type_its_code_and_a_number()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        browser.UserAgent = "Updated/2.0";

        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
        site.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
    }

    [Fact]
    public async Task A_form_seen_with_a_copied_cookie_yields_nothing_after_the_verification()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var victim = site.NewBrowser();
        using var thief = site.NewBrowser();
        var page = await victim.GetPageAsync("/component/verify");
        var fresh = new Cookie(victim.OtpCookie()!.Name, victim.OtpCookie()!.Value);
        thief.Take(fresh);
        await victim.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));
        var seen = await thief.GetPageAsync("/component/verify");
        await victim.VerifyAsync(site.Code);

        thief.OtpCookie()!.Value = fresh.Value;
        await thief.SubmitAsync(seen, "verify", ("otp", site.WrongCode));

        Assert.Equal("none", (await thief.StatusAsync()).State);
        Assert.Equal("verified", (await victim.StatusAsync()).State);
    }

    [Fact]
    public async Task A_third_press_of_one_form_does_not_take_the_proof_away_again()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        var token = await browser.TokenAsync();
        var pressed = browser.OtpCookie()!.Value;
        await browser.VerifyAsync(site.Code);
        var proved = browser.OtpCookie()!.Value;
        foreach (var press in (int[])[2, 3])
        {
            browser.OtpCookie()!.Value = pressed;
            await browser.PostAsync("/offer18/otp/verify", System.Net.Http.Json.JsonContent.Create(new { otp = site.Code }), token);
            proved = browser.OtpCookie()!.Value == pressed ? proved : browser.OtpCookie()!.Value;
        }

        // The third answer has left the cookie of the second alone.
        browser.OtpCookie()!.Value = proved;
        Assert.Equal("verified", (await browser.StatusAsync()).State);
        Assert.Equal(1, site.Verified);
    }
}
