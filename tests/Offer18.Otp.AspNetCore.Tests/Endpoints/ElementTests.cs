using System.Net;
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

    private static Task<OtpAnswer> AskAsync(OtpBrowserClient browser, string query)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{OtpBrowserClient.DefaultPrefix}/status?{query}");
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.Add("X-Requested-With", "XMLHttpRequest");
        return browser.SendAsync(request);
    }
}
