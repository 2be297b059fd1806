using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Campaigns;

/// <summary>Where a visitor came from reaches Offer18 with each call, whatever the browser says afterwards.</summary>
public sealed class LandingTests
{
    [Fact]
    public async Task The_click_that_brought_the_visitor_goes_with_each_call_and_with_the_proof()
    {
        await using var site = await StartAsync(map: app => app.MapGet("/premium", async (HttpContext context, IOtpProofs proofs) =>
        {
            var proof = await proofs.FindAsync(context);
            return string.Join('&', proof!.Context!.Landing.Select(one => $"{one.Key}={one.Value}"));
        }).RequireOtpVerified());
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/verify?clickid=c-1&subid=n%C3%A9+2&other=x");

        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        page = await browser.GetPageAsync("/verify?clickid=c-2&subid=later");
        await browser.SubmitAsync(await browser.GetPageAsync("/verify"), "generate");
        await browser.SubmitAsync(page, "verify", ("otp", site.Code));

        Assert.Equal(["otp_gen", "otp_gen", "otp_verify"], site.Offer18.Calls.Select(call => call.Operation));
        Assert.All(site.Offer18.Calls, call => Assert.Equal(("c-1", "né 2", null), (call.Parameter("source_id"), call.Parameter("source_id_2"), call.Parameter("other"))));
        Assert.Equal("clickid=c-1&subid=né 2", (await browser.GetPageAsync("/premium")).Body);
    }

    [Theory]
    [InlineData(OtpAttribution.First, "c-1", "s-1")]
    [InlineData(OtpAttribution.Last, "c-2", null)]
    public async Task The_first_or_the_last_view_with_a_parameter_wins(OtpAttribution attribution, string clickId, string? subId)
    {
        await using var site = await StartAsync(options: otp => otp.LandingAttribution = attribution);
        using var browser = site.NewBrowser();
        await browser.GetPageAsync("/verify");
        await browser.GetPageAsync("/verify?clickid=c-1&subid=s-1");
        await browser.GetPageAsync("/verify?clickid=c-2");
        var page = await browser.GetPageAsync("/verify");

        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));
        // Too late: a code has been asked for.
        await browser.GetPageAsync("/verify?clickid=c-3");
        await browser.VerifyAsync(site.Code);

        Assert.All(site.Offer18.Calls, call => Assert.Equal((clickId, subId), (call.Parameter("source_id"), call.Parameter("source_id_2"))));
    }

    [Fact]
    public async Task Another_number_after_the_first_has_the_same_click()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/verify?clickid=c-1");
        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));
        await browser.ResetAsync();

        await browser.GenerateAsync("+44 7700 900456");

        Assert.Equal("c-1", site.Offer18.Calls[^1].Parameter("source_id"));
    }

    [Fact]
    public async Task Who_lands_behind_a_gate_has_the_click_of_the_page_that_he_asked_for()
    {
        await using var site = await StartAsync(map: app => app.MapGet("/premium", () => "in").RequireOtpVerified());
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync((await browser.GetPageAsync("/premium?clickid=c-1")).Location!);

        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));

        Assert.Equal("c-1", Assert.Single(site.Offer18.Calls).Parameter("source_id"));
    }

    [Fact]
    public async Task An_element_in_plain_html_has_the_click_of_its_page()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        using var view = new HttpRequestMessage(HttpMethod.Get, "/offer18/otp/status?page=%2Flanding%3Fclickid%3Dc-1%23otp");
        view.Headers.Add("X-Requested-With", "XMLHttpRequest");
        view.Headers.Accept.ParseAdd("text/html");
        await browser.SendAsync(view);

        await browser.GenerateAsync(OtpSite.Number);

        Assert.Equal("c-1", Assert.Single(site.Offer18.Calls).Parameter("source_id"));
    }

    [Theory]
    [InlineData("clickid=%7Bclickid%7D")]
    [InlineData("clickid=%24%7BSUBID%7D")]
    [InlineData("clickid=")]
    [InlineData("clickid=+")]
    [InlineData("clickid=a%00b")]
    [InlineData("clickid=a%0D%0Ab")]
    [InlineData("clickid=a%C2%85b")]
    [InlineData("clickid=a%E2%80%A8b")]
    public async Task What_is_no_value_is_left_out(string query)
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync($"/verify?{query}&subid=s-1");

        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));

        var call = Assert.Single(site.Offer18.Calls);
        Assert.Equal((null, "s-1"), (call.Parameter("source_id"), call.Parameter("source_id_2")));
    }

    [Fact]
    public async Task A_value_that_is_too_long_is_left_out_and_said_once()
    {
        var log = new LogLines();
        await using var site = await StartAsync(build: builder => builder.Logging.AddProvider(log));
        using var browser = site.NewBrowser();
        var longest = new string('a', 512);
        await browser.GetPageAsync($"/verify?clickid={longest}b");
        await browser.GetPageAsync($"/verify?clickid={longest}c");
        var page = await browser.GetPageAsync($"/verify?clickid={longest}");

        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));

        Assert.Equal(longest, Assert.Single(site.Offer18.Calls).Parameter("source_id"));
        Assert.Contains("clickid", Assert.Single(log.Of(1849)), StringComparison.Ordinal);
        Assert.DoesNotContain("aaa", Assert.Single(log.Of(1849)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_much_an_address_says_the_cookie_stays_small_enough_to_be_kept()
    {
        var names = Enumerable.Range(0, 8).Select(n => $"p{n}").ToArray();
        await using var site = await StartAsync(options: otp => Array.ForEach(names, name => otp.LandingParameters[name] = name));
        using var browser = site.NewBrowser();
        var query = string.Join('&', names.Select(name => $"{name}={string.Concat(Enumerable.Repeat("%E7%82%B9", 70))}"));
        var page = await browser.GetPageAsync($"/verify?returnUrl=%2F{new string('r', 500)}&{query}");

        await browser.SubmitAsync(page, "generate", ("msisdn", "not a number, and as long as one that is put back"));

        Assert.InRange(browser.OtpCookie()!.Value.Length, 2000, 3900);
    }

    // What is written longer than it is read: in an address, in JSON, in UTF-8.
    [Theory]
    [InlineData("+", 512)]
    [InlineData("\"", 512)]
    [InlineData("\\", 512)]
    [InlineData("\U0001F600", 50)]
    [InlineData("&'<", 170)]
    public async Task A_click_of_whatever_signs_gets_through_with_its_confirmation(string sign, int count)
    {
        var click = string.Concat(Enumerable.Repeat(sign, count));
        var goal = "/" + new string('&', 500);
        await using var site = await StartAsync(options: otp => otp.ConfirmBeforeVerify = true);
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync($"/verify?clickid={Uri.EscapeDataString(click)}&returnUrl={Uri.EscapeDataString(goal)}");
        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));
        await browser.SubmitAsync(await browser.GetPageAsync("/verify"), "verify", ("otp", site.Code));
        Assert.InRange(browser.OtpCookie()!.Name.Length + browser.OtpCookie()!.Value.Length, 1, 4096);
        await browser.SubmitAsync(await browser.GetPageAsync("/verify"), "verify");
        await browser.GetPageAsync($"/verify?clickid={Uri.EscapeDataString(click)}");

        Assert.InRange(browser.OtpCookie()!.Name.Length + browser.OtpCookie()!.Value.Length, 1, 4096);
        Assert.Equal(("verified", click), ((await browser.StatusAsync()).State, site.Offer18.Calls.Single(call => call.Operation == "otp_verify").Parameter("source_id")));
    }

    [Fact]
    public async Task A_verified_visitors_next_number_has_the_same_click()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/verify?clickid=c-1"), "generate", ("msisdn", OtpSite.Number));
        await browser.VerifyAsync(site.Code);

        await browser.GenerateAsync("+44 7700 900124");

        Assert.All(site.Offer18.Calls, call => Assert.Equal("c-1", call.Parameter("source_id")));
        Assert.Equal(3, site.Offer18.Calls.Count);
    }

    [Theory]
    [InlineData("ar", "ar")]
    [InlineData("zh-CN", "zh-CN")]
    [InlineData("xx", "en")]
    public async Task The_language_that_a_partner_is_told_is_the_pages(string accepted, string told)
    {
        await using var site = await StartAsync(options: otp => otp.VisitorParameters.Language = "language");
        using var browser = new OtpBrowserClient(site.Address, accepted);
        var page = await browser.GetPageAsync("/verify");
        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));

        Assert.Equal(told, Assert.Single(site.Offer18.Calls).Parameter("language"));
    }

    [Fact]
    public async Task What_a_client_posts_or_the_address_says_never_replaces_what_is_the_campaigns_own()
    {
        await using var site = await StartAsync(options: otp =>
        {
            otp.AdditionalParameters["source_id"] = "ours";
            // A partner may not tell names apart by their case.
            otp.LandingParameters["loud"] = "SOURCE_ID";
            otp.AllowedParameters.Add("source_id");
            otp.AllowedParameters.Add("source_id_2");
            otp.AllowedParameters.Add("free");
        });
        using var browser = site.NewBrowser();
        await browser.GetPageAsync("/verify?clickid=theirs&subid=s-1&loud=theirs&key=k&msisdn=1");

        await browser.PostAsync(OtpBrowserClient.DefaultPrefix, "generate", new()
        {
            ["msisdn"] = OtpSite.Number,
            ["parameters"] = new JsonObject { ["source_id"] = "theirs", ["source_id_2"] = "posted", ["free"] = "f", ["key"] = "k" },
        });

        var call = Assert.Single(site.Offer18.Calls);
        Assert.Null(call.Parameter("SOURCE_ID"));
        Assert.Equal(("ours", "s-1", "f", "simulator-key"), (call.Parameter("source_id"), call.Parameter("source_id_2"), call.Parameter("free"), call.Parameter("key")));
    }

    [Fact]
    public async Task A_partner_is_told_of_the_visitor_only_what_the_campaign_names()
    {
        await using var silent = await StartAsync();
        await using var site = await StartAsync(options: otp =>
        {
            otp.VisitorParameters.Address = "user_ip";
            otp.VisitorParameters.Agent = "ua";
            otp.VisitorParameters.Language = "language";
        });

        foreach (var one in new[] { silent, site })
        {
            using var browser = one.NewBrowser();
            browser.UserAgent = "Phone/1.0";
            await browser.GenerateAsync(OtpSite.Number);
            await browser.VerifyAsync(one.Code);
        }

        Assert.All(silent.Offer18.Calls, call => Assert.Equal((null, null, null), Of(call)));
        Assert.Equal(2, site.Offer18.Calls.Count);
        Assert.All(site.Offer18.Calls, call => Assert.Equal(("127.0.0.1", "Phone/1.0", "en"), Of(call)));

        static (string?, string?, string?) Of(SimulatedCall call) => (call.Parameter("user_ip"), call.Parameter("ua"), call.Parameter("language"));
    }

    private static Task<OtpSite> StartAsync(
        Action<Offer18OtpOptions>? options = null, Action<WebApplication>? map = null, Action<WebApplicationBuilder>? build = null) => OtpSite.StartAsync(
        build,
        app =>
        {
            app.MapOffer18OtpPage();
            map?.Invoke(app);
        },
        otp =>
        {
            otp.LandingParameters["clickid"] = "source_id";
            otp.LandingParameters["subid"] = "source_id_2";
            options?.Invoke(otp);
        });
}
