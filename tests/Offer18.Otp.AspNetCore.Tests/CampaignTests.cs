using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests;

public sealed class CampaignTests
{
    private const string Kuwait = "/kw/otp";

    [Fact]
    public async Task Two_campaigns_cookies_keys_and_proofs_never_meet()
    {
        await using var kuwait = await StartKuwaitAsync();
        await using var site = await StartAsync(kuwait);
        using var browser = site.NewBrowser();

        await browser.GenerateAsync(OtpSite.Number);
        await browser.GenerateAsync(OtpSite.Number, prefix: Kuwait);
        var codeOfKuwait = kuwait.Simulator.LatestCode(OtpSite.Msisdn);

        // The same number in the same browser: two challenges, two cool-downs, two codes.
        Assert.Equal((1, 1), (site.Generated, kuwait.Simulator.Calls.Count));
        Assert.Equal("kuwait", kuwait.Simulator.Calls[0].Query["partner"]);
        Assert.Equal("verified", (await browser.VerifyAsync(codeOfKuwait, Kuwait)).State);
        Assert.Equal("pending", (await browser.StatusAsync()).State);

        Assert.Equal("kuwait-games +447700900123 ", (await browser.GetPageAsync("/kw")).Body);
        Assert.Equal("/verify?returnUrl=%2Fpremium", (await browser.GetPageAsync("/premium")).Location);
        Assert.Equal("/verify?returnUrl=%2Fboth", (await browser.GetPageAsync("/both")).Location);

        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
        Assert.Equal("in", (await browser.GetPageAsync("/both")).Body);
        Assert.Equal(2, browser.Cookies.GetCookies(site.Address).Count(cookie => cookie.Name.StartsWith("offer18-otp", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_cookie_of_one_campaign_is_noise_to_another()
    {
        await using var kuwait = await StartKuwaitAsync();
        await using var site = await StartAsync(kuwait);
        using var browser = await site.NewVerifiedBrowserAsync();
        await browser.StatusAsync(Kuwait);

        browser.OtpCookie("kuwait-games")!.Value = browser.OtpCookie()!.Value;

        Assert.Equal("/kw/verify?returnUrl=%2Fkw", (await browser.GetPageAsync("/kw")).Location);
        Assert.Equal("none", (await browser.StatusAsync(Kuwait)).State);
    }

    [Fact]
    public async Task What_one_campaign_s_cookie_says_is_not_read_under_another_s_name()
    {
        await using var kuwait = await StartKuwaitAsync();
        await using var site = await StartAsync(kuwait);
        using var browser = site.NewBrowser();
        await browser.StatusAsync(Kuwait);
        var own = browser.OtpCookie("kuwait-games")!.Value;

        // A notice needs no store, so only the cookie's protection keeps the two campaigns apart.
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", "12345"));
        browser.OtpCookie("kuwait-games")!.Value = browser.OtpCookie()!.Value;
        var page = (await browser.GetPageAsync("/component/two")).Page;

        Assert.NotNull(page.QuerySelector("#offer18-otp [role=alert]"));
        Assert.Equal("12345", page.QuerySelector("#offer18-otp [name=msisdn]")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector("#offer18-otp-kuwait-games [role=alert]"));
        Assert.Null(page.QuerySelector("#offer18-otp-kuwait-games [name=msisdn]")!.GetAttribute("value"));
        Assert.NotEqual(own, browser.OtpCookie("kuwait-games")!.Value);
    }

    [Fact]
    public async Task A_component_of_each_stands_on_one_page()
    {
        await using var kuwait = await StartKuwaitAsync();
        await using var site = await StartAsync(kuwait);
        using var browser = site.NewBrowser();

        var page = (await browser.GetPageAsync("/component/two")).Page;

        Assert.Equal(
            ["/offer18/otp/generate", "/kw/otp/generate"], page.QuerySelectorAll("form").Select(form => form.GetAttribute("action")));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id).ToArray();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public async Task A_campaign_that_was_not_added_cannot_be_mapped()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => OtpSite.StartAsync(map: app => app.MapOffer18Otp("typo", "/typo")));

        Assert.Equal("Campaign \"typo\" is not set up: call builder.Services.AddOffer18Otp(\"typo\", ...).", exception.Message);
    }

    [Fact]
    public void A_prefix_without_a_slash_is_refused_before_it_is_taken_for_a_campaign()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddOffer18Otp(_ => { });
        var app = builder.Build();

        Assert.Throws<ArgumentException>("prefix", () => app.MapOffer18Otp("kuwait-games"));
    }

    [Fact]
    public void Campaigns_that_differ_by_case_alone_are_refused()
    {
        var services = new ServiceCollection();
        services.AddOffer18Otp("kw", _ => { });

        Assert.Throws<ArgumentException>("campaign", () => services.AddOffer18Otp("KW", _ => { }));
    }

    [Fact]
    public async Task Without_AddOffer18Otp_the_endpoints_cannot_be_mapped()
    {
        await using var app = WebApplication.CreateBuilder().Build();

        var exception = Assert.Throws<InvalidOperationException>(() => app.MapOffer18Otp());

        Assert.Equal("The default campaign is not set up: call builder.Services.AddOffer18Otp(...).", exception.Message);
    }

    [Fact]
    public async Task The_returned_builder_takes_the_sites_own_policies()
    {
        await using var site = await OtpSite.StartAsync(
            map: app => app.MapOffer18Otp("/otp").AddEndpointFilter(
                (_, _) => ValueTask.FromResult<object?>(TypedResults.StatusCode(StatusCodes.Status418ImATeapot))),
            mapDefault: false);
        using var browser = site.NewBrowser();

        Assert.Equal((HttpStatusCode)418, (await browser.StatusAsync("/otp")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.StatusAsync()).Status);
    }

    private static Task<Offer18SimulatorServer> StartKuwaitAsync() =>
        Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

    private static Task<OtpSite> StartAsync(Offer18SimulatorServer kuwait) => OtpSite.StartAsync(
        builder =>
        {
            OtpPlaces.Build(builder);
            builder.Services.AddOffer18Otp("kuwait-games", otp =>
            {
                OtpNode.Configure(otp, kuwait.Address);
                otp.Partner = "kuwait";
                otp.VerificationPath = "/kw/verify";
            });
        },
        app =>
        {
            app.MapOffer18Otp("kuwait-games", Kuwait);
            OtpPlaces.Map(app);
            app.MapGet("/premium", () => "in").RequireOtpVerified();
            app.MapGet("/kw", [RequireOtpVerified(Campaign = "kuwait-games")] (HttpContext context) =>
                $"{context.User.FindFirst("offer18_campaign")?.Value} {context.GetVerifiedMsisdn("kuwait-games")} {context.GetVerifiedMsisdn()}");
            app.MapGet("/both", () => "in").RequireOtpVerified("kuwait-games").RequireOtpVerified();
        });
}
