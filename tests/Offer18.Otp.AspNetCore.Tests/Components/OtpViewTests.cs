using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Components;

/// <summary>What the component's module asks for: the component's own HTML, one step on.</summary>
public sealed class OtpViewTests
{
    private const string Query = "?page=%2Fcomponent%2Fverify%3Fa%3Db%23offer18-otp&returnUrl=%2Fpremium";

    [Fact]
    public async Task Each_step_is_answered_with_the_next_in_one_round_trip()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        var number = await ViewAsync(browser);
        var code = await PostAsync(browser, number, "generate", ("msisdn", OtpSite.Number));
        var wrong = await PostAsync(browser, code, "verify", ("otp", site.WrongCode));
        var verified = await PostAsync(browser, wrong, "verify", ("otp", site.Code));

        Assert.Equal("/component/verify?a=b#offer18-otp", number.Page.QuerySelector<IHtmlInputElement>("[name=page]")!.Value);
        Assert.NotNull(code.Page.QuerySelector("[name=otp]"));
        Assert.Equal("invalid_otp", Status(wrong).GetProperty("error").GetString());
        Assert.Equal(4, Status(wrong).GetProperty("attemptsRemaining").GetInt32());
        Assert.Equal(("verified", "/premium"), (Status(verified).GetProperty("state").GetString(), Status(verified).GetProperty("returnUrl").GetString()));
        Assert.All([number, code, wrong, verified], view =>
        {
            Assert.Equal((HttpStatusCode.OK, "text/html"), (view.Status, view.MediaType));
            Assert.True(view.Headers.CacheControl!.NoStore);
            Assert.Empty(view.Page.QuerySelectorAll("script"));
        });
        Assert.Equal((1, 2), (site.Generated, site.Verified));
    }

    [Fact]
    public async Task An_error_is_said_once()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        var error = await PostAsync(browser, await ViewAsync(browser), "generate", ("msisdn", "12 <b>"));
        var after = await ViewAsync(browser);

        Assert.Equal("12 <b>", error.Page.QuerySelector<IHtmlInputElement>("[name=msisdn]")!.Value);
        Assert.NotNull(error.Page.QuerySelector("[role=alert]"));
        Assert.Null(after.Page.QuerySelector("[role=alert]"));
    }

    [Fact]
    public async Task An_outdated_form_comes_back_with_a_token_that_works()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await ViewAsync(browser);

        var stale = await SendAsync(browser, new HttpRequestMessage(HttpMethod.Post, "/offer18/otp/generate" + Query)
        {
            Content = new FormUrlEncodedContent([new("msisdn", OtpSite.Number), new("__RequestVerificationToken", "old")]),
        });
        var code = await PostAsync(browser, stale, "generate");

        Assert.Equal("forged_request", Status(stale).GetProperty("error").GetString());
        Assert.Equal(OtpSite.Number, stale.Page.QuerySelector<IHtmlInputElement>("[name=msisdn]")!.Value);
        Assert.NotNull(code.Page.QuerySelector("[name=otp]"));
        Assert.Equal(1, site.Generated);
    }

    [Fact]
    public async Task It_speaks_the_language_of_the_page_even_where_only_the_pages_address_tells_it()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        Assert.Equal("手机号码", (await ViewAsync(browser, Query + "&culture=zh-CN")).Page.QuerySelector("label")!.TextContent);
        Assert.Equal("Mobile number", (await ViewAsync(browser, Query + "&culture=%00%3Cb%3E")).Page.QuerySelector("label")!.TextContent);
    }

    [Fact]
    public async Task An_element_names_only_a_language_that_the_site_speaks()
    {
        await using var site = await OtpPlaces.StartAsync(map: app => app.UseRequestLocalization("en", "zh-Hans"));
        using var browser = new OtpBrowserClient(site.Address, "en");

        Assert.Equal("手机号码", (await ViewAsync(browser, Query + "&culture=zh-CN")).Page.QuerySelector("label")!.TextContent);
        Assert.Equal("Mobile number", (await ViewAsync(browser, Query + "&culture=fr")).Page.QuerySelector("label")!.TextContent);
    }

    [Fact]
    public async Task What_the_page_gave_to_its_component_comes_back_as_one_sealed_value()
    {
        // The language is in the page's address, which the view does not have.
        await using var site = await OtpPlaces.StartAsync(map: app => app.UseRequestLocalization("en", "fr"));
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/pages/tag?culture=fr");
        var source = page.Page.QuerySelector("offer18-otp-verification")!.GetAttribute("data-src")!;
        var query = source[source.IndexOf('?', StringComparison.Ordinal)..];

        var view = await ViewAsync(browser, query);
        var subscribed = await PostAsync(browser, view, "generate", query, ("msisdn", "07700 900404"));
        var code = await PostAsync(browser, view, "generate", query, ("msisdn", OtpSite.Number));

        Assert.Equal("Pay", code.Form("verify").QuerySelector("button")!.TextContent);
        Assert.Equal(["view"], QueryHelpers.ParseQuery(query).Keys);
        Assert.Equal("Subscribe", view.Page.QuerySelector("button")!.TextContent);
        Assert.Equal("fr", view.Page.QuerySelector("offer18-otp-verification")!.GetAttribute("lang"));
        Assert.Equal("/pages/tag?culture=fr#offer18-otp", view.Page.QuerySelector<IHtmlInputElement>("[name=page]")!.Value);
        Assert.Equal("/pages/premium", view.Page.QuerySelector<IHtmlInputElement>("[name=returnUrl]")!.Value);
        Assert.Equal("/pages/members", subscribed.Page.QuerySelector("a.offer18-otp__button")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("?submitText=Chosen&verifyText=Chosen&defaultCountry=Chosen&consentSteps=Chosen&alreadySubscribedUrl=https%3A%2F%2Fchosen.example&culture=fr-x-chosen&page=%2F%2Fchosen")]
    [InlineData("?view={\"submitText\":\"Chosen\",\"culture\":\"fr-x-chosen\",\"page\":\"//chosen\"}")]
    [InlineData("?view=CfDJ8Chosen&submitText=Chosen&culture=fr-u-ca-chosen")]
    public async Task Who_asks_chooses_no_text_no_address_and_no_culture(string query)
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        var view = await ViewAsync(browser, query);
        var subscribed = await PostAsync(browser, view, "generate", query, ("msisdn", "07700 900404"));

        Assert.Equal("en", view.Page.QuerySelector("offer18-otp-verification")!.GetAttribute("lang"));
        Assert.All([view, subscribed], answer => Assert.DoesNotContain("chosen", answer.Body, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task One_campaigns_sealed_value_is_none_of_another()
    {
        await using var site = await OtpSite.StartAsync();
        var query = site.Services.GetRequiredService<OtpViewQuery>();
        var given = new OtpPageValues("en", "/verify", "/premium") { SubmitText = "Get PIN", VerifyText = "Pay", DefaultCountry = "KW", ConsentSteps = OtpConsentSteps.Code };

        Assert.Equal(given, Open("kuwait-games"));
        Assert.Null(Open(""));

        OtpPageValues? Open(string campaign) => query.Open(campaign, new QueryCollection(QueryHelpers.ParseQuery(query.Seal("kuwait-games", given))));
    }

    [Fact]
    public async Task No_link_or_other_site_can_ask_for_it_or_put_an_address_into_it()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        var link = await browser.GetPageAsync("/offer18/otp/status" + Query);
        var view = await ViewAsync(browser, "?page=https%3A%2F%2Fevil.example&returnUrl=%2F%2Fevil.example&alreadySubscribedUrl=javascript%3Aalert(1)");
        var subscribed = await PostAsync(
            browser, view, "generate", "?page=%2F%2Fevil.example&alreadySubscribedUrl=javascript%3Aalert(1)", ("msisdn", "07700 900404"));

        Assert.Equal("application/json", link.MediaType);
        Assert.DoesNotContain("evil.example", view.Body, StringComparison.Ordinal);
        Assert.Equal("already_subscribed", Status(subscribed).GetProperty("error").GetString());
        Assert.DoesNotContain("javascript:", subscribed.Body, StringComparison.Ordinal);
    }

    private static JsonElement Status(OtpAnswer view) =>
        JsonElement.Parse(view.Page.QuerySelector("offer18-otp-verification")!.GetAttribute("data-status")!);

    private static Task<OtpAnswer> ViewAsync(OtpBrowserClient browser, string query = Query) =>
        SendAsync(browser, new HttpRequestMessage(HttpMethod.Get, "/offer18/otp/status" + query));

    private static Task<OtpAnswer> PostAsync(OtpBrowserClient browser, OtpAnswer view, string operation, params (string, string)[] typed) =>
        PostAsync(browser, view, operation, Query, typed);

    private static Task<OtpAnswer> PostAsync(OtpBrowserClient browser, OtpAnswer view, string operation, string query, params (string Name, string Value)[] typed)
    {
        var form = view.Form(operation);
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input").ToDictionary(input => input.Name!, input => input.Value);
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        return SendAsync(browser, new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action") + query) { Content = new FormUrlEncodedContent(fields) });
    }

    private static Task<OtpAnswer> SendAsync(OtpBrowserClient browser, HttpRequestMessage request)
    {
        request.Headers.Add("X-Requested-With", "XMLHttpRequest");
        request.Headers.Accept.ParseAdd("text/html");
        return browser.SendAsync(request);
    }
}
