using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

/// <summary>What the server gives an element that a page has written itself.</summary>
public sealed class ElementTests
{
    [Fact]
    public async Task It_gets_the_named_campaigns_component_with_the_pages_values()
    {
        Uri? offer18 = null;
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddOffer18Otp("kuwait-games", otp => OtpNode.Configure(otp, offer18!)),
            app => app.MapOffer18Otp("kuwait-games", "/kw"),
            otp => offer18 = otp.BaseAddress);
        using var browser = site.NewBrowser();

        var answer = await AskAsync(browser, "campaign=kuwait-games&culture=en&page=%2Flanding.html%3Fa%3Db&returnUrl=%2Fpremium");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("/kw/generate", answer.Form("generate").GetAttribute("action"));
        Assert.Equal("/landing.html?a=b", answer.Page.QuerySelector("[name=page]")!.GetAttribute("value"));
        Assert.Equal("/premium", answer.Page.QuerySelector("[name=returnUrl]")!.GetAttribute("value"));
        Assert.NotNull(answer.Page.QuerySelector("link[href^='/kw/otp-verification.']"));
        Assert.NotNull(browser.OtpCookie("kuwait-games"));
    }

    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public async Task A_campaign_that_is_not_mapped_is_said_with_the_way_to_mend_it(string environment, bool isOnPage)
    {
        var log = new LogLines();
        await using var site = await OtpSite.StartAsync(builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Environment.EnvironmentName = environment;
        });
        using var browser = site.NewBrowser();

        var answer = await AskAsync(browser, "campaign=nobody");
        await AskAsync(browser, "campaign=somebody");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(isOnPage, answer.Page.QuerySelector(".offer18-otp__developer")?.TextContent.Contains("app.MapOffer18Otp(", StringComparison.Ordinal) ?? false);
        var said = Assert.Single(log.Of(1831));
        // The name comes from an address that anybody can write, so only its length is said.
        Assert.DoesNotContain("nobody", said, StringComparison.Ordinal);
        Assert.Contains("6 characters", said, StringComparison.Ordinal);
        Assert.Contains("Mapped: \"\"", said, StringComparison.Ordinal);
        Assert.Contains("AddOffer18Otp(name, ...)", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true, true)]
    [InlineData("&consentSteps=code", false, true)]
    [InlineData("&consentSteps=Number", true, false)]
    [InlineData("&consentSteps=7", true, true)]
    public async Task The_terms_have_a_place_on_the_steps_that_the_page_names(string query, bool atNumber, bool atCode)
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        var number = await AskAsync(browser, "culture=en" + query);
        await browser.GenerateAsync(OtpSite.Number);
        var code = await AskAsync(browser, "culture=en" + query);

        Assert.Equal(atNumber, number.Form("generate").QuerySelector("[data-slot=consent]#offer18-otp-terms") is not null);
        Assert.Equal(atCode, code.Form("verify").QuerySelector("[data-slot=consent]#offer18-otp-terms") is not null);
        // The module sends back what it was given.
        Assert.Equal(query is "" or "&consentSteps=7", !number.Page.QuerySelector("[data-src]")!.GetAttribute("data-src")!.Contains("consentSteps", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("KW", "KW")]
    [InlineData("FR", "")]
    [InlineData("<b>", "")]
    public async Task The_country_that_the_page_names_is_chosen_where_the_campaign_takes_it(string named, string chosen)
    {
        await using var site = await OtpSite.StartAsync(options: otp => otp.AllowedCountries.Add("KW"));
        using var browser = site.NewBrowser();

        var answer = await AskAsync(browser, $"culture=en&defaultCountry={Uri.EscapeDataString(named)}");

        Assert.Equal(chosen, answer.Page.QuerySelector<IHtmlSelectElement>("[name=country]")!.Value);
        Assert.DoesNotContain("<b>", answer.Body, StringComparison.Ordinal);
    }

    private static Task<OtpAnswer> AskAsync(OtpBrowserClient browser, string query)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{OtpBrowserClient.DefaultPrefix}/status?{query}");
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.Add("X-Requested-With", "XMLHttpRequest");
        return browser.SendAsync(request);
    }
}
