using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

/// <summary>A number that was verified while nobody was signed in, and the users who then sign in on that browser.</summary>
public sealed class SignInTests
{
    private readonly StoreSwitch _stores = new();

    [Fact]
    public async Task A_proof_made_while_signed_out_belongs_to_whoever_signs_in_next()
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        Assert.Equal("in", await EnterAsync(browser));

        await browser.GetPageAsync("/sign-in/amal");
        Assert.Equal("in", await EnterAsync(browser));
        Assert.Equal("verified", (await browser.StatusAsync()).State);

        await browser.GetPageAsync("/sign-in/bilal");
        Assert.Equal("/verify?returnUrl=%2Fgated", await EnterAsync(browser));
        Assert.Equal("none", (await browser.StatusAsync()).State);
        await browser.GetPageAsync("/sign-out");
        Assert.Equal("/verify?returnUrl=%2Fgated", await EnterAsync(browser));
        await browser.GetPageAsync("/sign-in/amal");
        Assert.Equal("in", await EnterAsync(browser));
    }

    [Theory]
    [InlineData("/offer18/otp/status")]
    [InlineData("/component/verify")]
    [InlineData("/proof")]
    public async Task The_first_request_that_needs_the_proof_binds_it(string request)
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();

        await browser.GetPageAsync("/sign-in/amal");
        await browser.GetPageAsync(request);
        await browser.GetPageAsync("/sign-in/bilal");

        Assert.Equal("/verify?returnUrl=%2Fgated", await EnterAsync(browser));
    }

    [Fact]
    public async Task A_copy_of_the_cookie_from_before_the_sign_in_serves_nobody_else()
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        using var copy = site.NewBrowser();
        copy.Take(browser.OtpCookie()!);
        await browser.GetPageAsync("/sign-in/amal");
        await EnterAsync(browser);

        Assert.Equal("/verify?returnUrl=%2Fgated", await EnterAsync(copy));
        await copy.GetPageAsync("/sign-in/bilal");
        Assert.Equal("/verify?returnUrl=%2Fgated", await EnterAsync(copy));
    }

    [Fact]
    public async Task A_lost_answer_that_is_asked_for_after_the_sign_in_is_that_users()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        var before = browser.OtpCookie()!.Value;
        await browser.VerifyAsync(site.Code);
        browser.OtpCookie()!.Value = before;

        await browser.GetPageAsync("/sign-in/amal");
        Assert.Equal("verified", (await browser.StatusAsync()).State);
        await browser.GetPageAsync("/sign-in/bilal");

        Assert.Equal("none", (await browser.StatusAsync()).State);
    }

    [Fact]
    public async Task A_user_who_asks_too_late_with_a_copied_cookie_binds_nothing()
    {
        await using var site = await StartAsync();
        using var victim = site.NewBrowser();
        using var thief = site.NewBrowser();
        await victim.GenerateAsync(OtpSite.Number);
        thief.Take(victim.OtpCookie()!);
        await victim.VerifyAsync(site.Code);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await thief.GetPageAsync("/sign-in/bilal");

        Assert.Equal("none", (await thief.StatusAsync()).State);

        Assert.Equal("in", await EnterAsync(victim));
        await victim.GetPageAsync("/sign-in/amal");
        Assert.Equal("in", await EnterAsync(victim));
    }

    [Fact]
    public async Task Where_the_site_says_so_it_serves_everybody_on_that_browser()
    {
        await using var site = await StartAsync(options => options.BindProofAtSignIn = false);
        using var browser = await site.NewVerifiedBrowserAsync();

        foreach (var page in (string[])["/sign-in/amal", "/sign-in/bilal", "/sign-out"])
        {
            await browser.GetPageAsync(page);
            Assert.Equal((page, "in"), (page, await EnterAsync(browser)));
        }
    }

    [Fact]
    public async Task While_the_store_cannot_bind_it_the_gate_stays_closed()
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        await browser.GetPageAsync("/sign-in/amal");
        _stores.Failing.Add("Set");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetPageAsync("/gated")).Status);
        _stores.Failing.Clear();
        Assert.Equal("in", await EnterAsync(browser));
    }

    private static async Task<string?> EnterAsync(OtpBrowserClient browser) =>
        await browser.GetPageAsync("/gated") is var page && page.Status == HttpStatusCode.OK ? page.Body : page.Location;

    private Task<OtpSite> StartAsync(Action<Offer18OtpOptions>? options = null) => OtpSite.StartAsync(
        builder =>
        {
            OtpPlaces.Build(builder);
            builder.Services.AddSingleton(_stores);
            builder.Services.Decorate<IVerifiedMsisdnStore, FailingVerifiedStore>();
        },
        app =>
        {
            SignIns.Map(app);
            app.MapGet("/sign-out", (HttpContext context) => context.SignOutAsync());
            app.MapGet("/gated", () => "in").RequireOtpVerified();
            app.MapGet("/proof", async (IOtpProofs proofs, HttpContext context) => (await proofs.FindAsync(context))?.Msisdn);
            OtpPlaces.Map(app);
        },
        options,
        before: builder => SignIns.All["cookie"](builder.Services));
}
