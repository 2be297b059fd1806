using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Campaigns;

/// <summary>What a visitor agreed to is what the server has shown to him.</summary>
public sealed class ConsentTests
{
    [Fact]
    public async Task The_proof_has_the_terms_as_they_were_shown_at_both_steps()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        browser.UserAgent = "Phone/1.0";
        var page = await browser.GetPageAsync("/component/terms");
        var shownAt = site.Clock.GetUtcNow();
        site.Clock.Advance(TimeSpan.FromSeconds(20));
        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number), ("consent", "true"));
        var givenAt = site.Clock.GetUtcNow();
        page = await browser.GetPageAsync("/component/terms");
        site.Clock.Advance(TimeSpan.FromSeconds(20));

        await browser.SubmitAsync(page, "verify", ("otp", site.Code));

        var consent = await ConsentOfAsync(browser);
        Assert.Equal(("", "+" + OtpSite.Msisdn, "zain", "127.0.0.1", "Phone/1.0"), (consent.Campaign, consent.Msisdn, consent.Operator, consent.Address, consent.Agent));
        Assert.Equal(givenAt, consent.GivenAt);
        Assert.Equal(("Costs £1 or £2 a week.", "Send code", shownAt), (consent.AtNumber!.Text, consent.AtNumber.Button, consent.AtNumber.ShownAt));
        Assert.Equal(("Costs £1 a week.", "Verify", givenAt), (consent.AtVerify!.Text, consent.AtVerify.Button, consent.AtVerify.ShownAt));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(consent.AtVerify.Text))).ToLowerInvariant(), consent.AtVerify.TextSha256);
    }

    [Fact]
    public async Task Terms_of_another_browser_or_of_ones_own_making_are_no_evidence()
    {
        await using var site = await StartAsync();
        using var other = site.NewBrowser();
        var terms = Terms(await other.GetPageAsync("/component/terms"));
        foreach (var claimed in new[] { terms, terms[..^4] + "AAAA", "", "Costs nothing." })
        {
            using var browser = site.NewBrowser();
            var page = await browser.GetPageAsync("/component/terms");
            site.Clock.Advance(TimeSpan.FromMinutes(11));
            await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number), ("consent", "true"), ("terms", claimed));

            Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
            var consent = await ConsentOfAsync(browser);
            Assert.Equal((null, null, "+" + OtpSite.Msisdn), (consent.AtNumber, consent.AtVerify, consent.Msisdn));
        }
    }

    [Fact]
    public async Task What_was_shown_counts_though_the_page_says_something_else_by_now()
    {
        PriceOnPage.Price = "£1";
        await using var site = await StartAsync(app => app.MapGet("/price/{price}", (string price) => PriceOnPage.Price = price));
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/component/price");
        PriceOnPage.Price = "£9";

        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number), ("consent", "true"));
        await browser.VerifyAsync(site.Code);

        Assert.Equal("£1 a week.\nReply STOP & it stops.", (await ConsentOfAsync(browser)).AtNumber!.Text);
    }

    // Whatever depends on where the content is rendered, or on how often, depends on it for the page and for the evidence alike.
    [Theory]
    [InlineData("/component/counted-terms")]
    [InlineData("/component/cascading-terms")]
    public async Task What_is_filed_and_what_is_shown_were_rendered_once(string url)
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync(url);
        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number), ("consent", "true"));
        await browser.VerifyAsync(site.Code);

        Assert.Equal(page.Page.QuerySelector(".shown")!.TextContent.Trim(), (await ConsentOfAsync(browser)).AtNumber!.Text);
    }

    [Theory]
    [InlineData("/component/interactive-terms", "NotSupportedException")]
    [InlineData("/component/long-terms", "they are too long")]
    public async Task Terms_that_cannot_be_filed_are_said_once_and_keep_nobody_out(string url, string cause)
    {
        using var log = new LogLines();
        await using var site = await StartAsync(build: builder => builder.Logging.AddProvider(log));
        using var browser = site.NewBrowser();
        for (var view = 0; view < 3; view++)
        {
            Assert.NotEmpty((await browser.GetPageAsync(url)).Page.QuerySelector(".shown")!.TextContent);
        }

        await browser.SubmitAsync(await browser.GetPageAsync(url), "generate", ("msisdn", OtpSite.Number), ("consent", "true"));
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
        Assert.Null((await ConsentOfAsync(browser)).AtNumber);
        Assert.Equal($"Error 1856 The terms of a page cannot be kept as evidence: {cause} (campaign \"\"). This is said once.", Assert.Single(log.Of(1856)));
    }

    [Fact]
    public async Task A_verified_visitor_who_is_asked_again_sees_the_terms_that_are_filed()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/terms"), "generate", ("msisdn", OtpSite.Number), ("consent", "true"));
        await browser.VerifyAsync(site.Code);
        await browser.SubmitAsync(await browser.GetPageAsync("/component/terms"), "reset");

        var page = await browser.GetPageAsync("/component/terms");

        Assert.NotNull(page.Page.QuerySelector("[name=msisdn]"));
        Assert.Equal("Costs £1 or £2 a week.", page.Page.QuerySelector("form .offer18-otp__terms [data-for]:not([hidden])")!.TextContent.Trim());
    }

    [Theory]
    [InlineData("<p>£1 a week.</p><p hidden>£9 <b>a</b> week.</p><p hidden=\"\">x</p> And <i>so</i> on", "£1 a week.\nAnd so on")]
    [InlineData("<div hidden><div>x</div>y</div><p>z</p>", "z")]
    [InlineData("<p data-hidden title=\"a hidden > 0\">a</p><input hidden><p>b</p>", "a\nb")]
    [InlineData("<p><img alt=\"18+ only\" src=\"/x.png\"> <a title='price > 0' href=\"/t\">All &lt;terms&gt;</a></p>", "18+ only All <terms>")]
    [InlineData("<p>a<br>b</p><p hidden>open", "a\nb")]
    [InlineData("<p hidden>x<p>£1 a week", "£1 a week")]
    [InlineData("<ul><li hidden>x<li>£1</ul>", "£1")]
    [InlineData("<svg><title hidden/></svg>£1", "£1")]
    [InlineData("<dialog>£9</dialog><dialog open>£1</dialog><div popover>£8</div><datalist><option>£7</option></datalist><noscript>£6</noscript>", "£1")]
    public void The_text_is_what_a_reader_sees(string html, string text) => Assert.Equal(text, AspNetCore.Components.PlainText.Of(html));

    [Fact]
    public async Task A_client_without_a_page_agrees_without_a_text()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await browser.PostAsync(OtpBrowserClient.DefaultPrefix, "generate", new() { ["msisdn"] = OtpSite.Number, ["consent"] = true });
        await browser.VerifyAsync(site.Code);

        var consent = await ConsentOfAsync(browser);
        Assert.Equal((null, "+" + OtpSite.Msisdn), (consent.AtNumber, consent.Msisdn));
    }

    [Fact]
    public async Task A_campaign_that_asks_for_no_consent_seals_and_keeps_none()
    {
        await using var site = await StartAsync(options: otp => otp.RequireConsent = false);
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/component/terms");

        Assert.Null(page.Page.QuerySelector("[name=terms]"));
        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));
        await browser.VerifyAsync(site.Code);
        Assert.Equal("none", (await browser.GetPageAsync("/consent")).Body);
    }

    internal static class PriceOnPage
    {
        private static int _offers;

        public static string Price { get; set; } = "";

        public static int NextOffer() => Interlocked.Increment(ref _offers);
    }

    private static string Terms(OtpAnswer page) => page.Page.QuerySelector("[name=terms]")!.GetAttribute("value")!;

    internal static async Task<OtpConsent> ConsentOfAsync(OtpBrowserClient browser) =>
        System.Text.Json.JsonSerializer.Deserialize<OtpConsent>((await browser.GetPageAsync("/consent")).Body, System.Text.Json.JsonSerializerOptions.Web)!;

    internal static Task<OtpSite> StartAsync(
        Action<WebApplication>? map = null, Action<Offer18OtpOptions>? options = null, Action<WebApplicationBuilder>? build = null) => OtpSite.StartAsync(
        builder =>
        {
            OtpPlaces.Build(builder);
            build?.Invoke(builder);
        },
        app =>
        {
            OtpPlaces.Map(app);
            app.MapGet("/consent", async (HttpContext context, IOtpProofs proofs) =>
                (await proofs.FindAsync(context))!.Context?.Consent is { } consent ? Results.Json(consent) : Results.Text("none"));
            map?.Invoke(app);
        },
        otp =>
        {
            otp.RequireConsent = true;
            otp.Operators.Add(new() { Name = "zain", Prefixes = { "+44 7700 900" } });
            otp.Operators.Add(new() { Name = "orbit", Prefixes = { "+44 7700 901" } });
            options?.Invoke(otp);
        });
}
