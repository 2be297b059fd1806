using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Hosting.Components;

namespace Offer18.Otp.AspNetCore.Tests.Components;

/// <summary>The finished verification page, in the sites where it can stand.</summary>
public sealed class OtpPageTests
{
    [Fact]
    public async Task A_bare_site_is_gated_with_nothing_else_to_write()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.UsePathBase("/shop");
            app.MapOffer18OtpPage(configure: page => page.StyleSheets.Add("~/own.css"));
            app.MapGet("/premium", () => "in").RequireOtpVerified();
        });
        using var browser = site.NewBrowser();

        var closed = await browser.GetPageAsync("/shop/premium");
        var number = await browser.GetPageAsync(closed.Location!);
        var sent = await browser.SubmitAsync(number, "generate", ("msisdn", OtpSite.Number));
        var code = await browser.GetPageAsync(sent.Location!);
        var verified = await browser.SubmitAsync(code, "verify", ("otp", site.Code));

        Assert.Equal("Verify your number", number.Page.Title);
        Assert.Equal("Verify your number", number.Page.QuerySelector("h1")!.TextContent);
        Assert.NotNull(number.Page.QuerySelector("link[href='/shop/own.css']"));
        Assert.Equal(("en", "ltr"), (number.Page.DocumentElement.GetAttribute("lang"), number.Page.DocumentElement.GetAttribute("dir")));
        Assert.Equal("/shop/premium", verified.Location);
        Assert.Equal("in", (await browser.GetPageAsync("/shop/premium")).Body);
    }

    [Fact]
    public async Task In_a_site_with_a_layout_of_Razor_views_it_is_shown_in_that()
    {
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Services.AddControllersWithViews();
                builder.Services.Configure<RazorViewEngineOptions>(views => views.ViewLocationFormats.Insert(0, "/Hosting/Views/{0}.cshtml"));
            },
            app =>
            {
                app.MapControllers();
                app.MapOffer18OtpPage();
            });
        using var browser = site.NewBrowser();

        var page = (await browser.GetPageAsync("/verify")).Page;

        Assert.Equal("Verify your number - Layout", page.Title);
        Assert.Equal("The site's header", page.QuerySelector("header")!.TextContent);
        Assert.NotNull(page.QuerySelector("offer18-otp-verification [name=msisdn]"));
    }

    [Fact]
    public async Task A_layout_that_cannot_show_it_is_told_what_to_change()
    {
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Services.AddControllersWithViews();
                builder.Services.Configure<RazorViewEngineOptions>(views => views.ViewLocationFormats.Insert(0, "/Hosting/Views/Strict/{0}.cshtml"));
            },
            app => app.MapOffer18OtpPage());
        using var browser = site.NewBrowser();

        var answer = await browser.GetPageAsync("/verify");
        var said = WebUtility.HtmlDecode(answer.Body);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Contains("page.UseLayout = false", said, StringComparison.Ordinal);
        Assert.Contains("required: false", said, StringComparison.Ordinal);
        // The framework says which section.
        Assert.Contains("'Navigation'", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_site_of_Razor_components_it_is_shown_in_the_root_component()
    {
        await using var site = await OtpPlaces.StartAsync(map: app => app.MapOffer18OtpPage());
        using var browser = site.NewBrowser();

        var page = (await browser.GetPageAsync("/verify")).Page;

        Assert.Equal("Test", page.Title);
        Assert.NotNull(page.QuerySelector("offer18-otp-verification [name=msisdn]"));
        Assert.Single(page.QuerySelectorAll("html"));
    }

    [Fact]
    public async Task Where_the_root_component_s_router_is_interactive_it_stands_by_itself()
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddRazorComponents().AddInteractiveServerComponents(),
            app =>
            {
                app.UseAntiforgery();
                app.MapOffer18OtpPage();
                app.MapRazorComponents<AllInteractiveApp>().AddInteractiveServerRenderMode();
            });
        using var browser = site.NewBrowser();

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var page = await browser.GetPageAsync("/verify");
            Assert.True(page.Status == HttpStatusCode.OK, page.Body);
            Assert.Equal("Verify your number", page.Page.Title);
            Assert.NotNull(page.Page.QuerySelector("offer18-otp-verification [name=msisdn]"));
        }
    }

    [Fact]
    public async Task Each_campaign_has_its_own_page_and_two_at_one_address_stop_the_site()
    {
        Task<OtpSite> StartAsync(string path)
        {
            Uri? offer18 = null;
            return OtpSite.StartAsync(
                builder => builder.Services.AddOffer18Otp("kuwait-games", otp =>
                {
                    OtpNode.Configure(otp, offer18!);
                    otp.VerificationPath = path;
                }),
                app =>
                {
                    app.MapOffer18Otp("kuwait-games", "/kw");
                    app.MapOffer18OtpPage();
                    app.MapOffer18OtpPage("kuwait-games");
                },
                otp => offer18 = otp.BaseAddress);
        }

        await using var site = await StartAsync("/kw/verify");
        using var browser = site.NewBrowser();

        Assert.Equal("/kw/generate", (await browser.GetPageAsync("/kw/verify")).Form("generate").GetAttribute("action"));
        Assert.Equal("/offer18/otp/generate", (await browser.GetPageAsync("/verify")).Form("generate").GetAttribute("action"));
        Assert.Contains("VerificationPath", (await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync("/verify"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_WebAssembly_the_component_says_what_to_change_at_start_and_on_the_page()
    {
        var log = new LogLines();
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Logging.AddProvider(log);
                builder.Services.AddRazorComponents().AddInteractiveWebAssemblyComponents();
                builder.Services.Configure<Offer18OtpOptions>(otp => otp.VerificationPath = "/component/verify");
            },
            app =>
            {
                app.UseAntiforgery();
                app.MapRazorComponents<WebAssemblyApp>().AddInteractiveWebAssemblyRenderMode();
            });
        using var browser = site.NewBrowser();

        var answer = await browser.GetPageAsync("/component/verify");

        Assert.Contains(log.Of(1835), line => line.Contains("VerifyPage", StringComparison.Ordinal) && line.Contains("ExcludeFromInteractiveRouting", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Contains("[ExcludeFromInteractiveRouting]", WebUtility.HtmlDecode(answer.Body), StringComparison.Ordinal);
    }
}
