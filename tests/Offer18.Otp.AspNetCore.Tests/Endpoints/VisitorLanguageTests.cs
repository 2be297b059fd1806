using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

/// <summary>In which language a visitor is answered, whether the site says which or not.</summary>
public sealed class VisitorLanguageTests
{
    [Theory]
    [InlineData("ar", "ar", "rtl")]
    [InlineData("ar-EG", "ar", "rtl")]
    [InlineData("zh-CN", "zh-Hans", "ltr")]
    [InlineData("zh-TW", "zh-Hant", "ltr")]
    [InlineData("zh", "zh-Hans", "ltr")]
    [InlineData("pt-BR", "pt-BR", "ltr")]
    [InlineData("pt-PT", "pt", "ltr")]
    [InlineData("pt", "pt", "ltr")]
    [InlineData("de,xx;q=0.9,fr-CA;q=0.8,ar;q=0.7", "fr", "ltr")]
    [InlineData("ar;q=0.5,en-GB;q=0.9", "en", "ltr")]
    [InlineData("ar;q=0,*", "en", "ltr")]
    [InlineData("ar-x-own,fr;q=0.5", "fr", "ltr")]
    [InlineData("de", "en", "ltr")]
    [InlineData(null, "en", "ltr")]
    public async Task A_site_that_says_no_language_leaves_it_to_the_browser(string? accepted, string language, string direction)
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapOffer18OtpPage());
        using var browser = new OtpBrowserClient(site.Address, accepted);

        var page = (await browser.GetPageAsync("/verify")).Page;

        Assert.Equal((language, direction), (page.DocumentElement.GetAttribute("lang"), page.DocumentElement.GetAttribute("dir")));
        Assert.Equal(language, page.QuerySelector("offer18-otp-verification")!.GetAttribute("lang"));
    }

    // By their names in pinyin: Aiji, Deguo, Zhongguo. Without a language they stand in the order of Unicode.
    [Fact]
    public async Task Countries_stand_in_the_order_of_the_visitors_language()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapOffer18OtpPage(), options: otp =>
        {
            otp.AllowedCountries.Clear();
            foreach (var country in (string[])["CN", "DE", "EG"])
            {
                otp.AllowedCountries.Add(country);
            }
        });
        using var browser = new OtpBrowserClient(site.Address, "zh-CN");

        var page = (await browser.GetPageAsync("/verify")).Page;

        Assert.Equal(["EG", "DE", "CN"], page.QuerySelectorAll("select[name=country] option[value!='']").Select(option => option.GetAttribute("value")));
    }

    // A culture stays in memory once it is made, and anybody can write a suffix.
    [Theory]
    [InlineData("zh-Hans-CN", true)]
    [InlineData("es-419", true)]
    [InlineData("ar-x-own", false)]
    [InlineData("ar-u-nu-latn", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_a_plain_name_is_made_into_a_culture(string? name, bool isMade) => Assert.Equal(isMade, VisitorLanguage.Find(name) is not null);

    [Fact]
    public void What_a_request_speaks_is_not_taken_for_the_language_of_the_process()
    {
        var process = VisitorLanguage.OfANewThread();
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr");

        Assert.NotEqual("fr", process.Name);
        Assert.Equal(process, VisitorLanguage.OfANewThread());
    }

    [Fact]
    public async Task So_do_the_endpoints_the_gate_and_the_page_of_a_refused_form()
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            app.MapOffer18OtpPage();
            app.MapGet("/premium", () => "in").RequireOtpVerified();
        });
        using var browser = new OtpBrowserClient(site.Address, "fr-FR,en;q=0.5");
        var refused = new HttpRequestMessage(HttpMethod.Post, "/offer18/otp/generate") { Content = new FormUrlEncodedContent([new("msisdn", "1")]) };
        refused.Headers.Accept.ParseAdd("text/html");

        var wrong = await browser.GenerateAsync("1");
        var closed = await browser.SendAsync(new(HttpMethod.Get, "/premium"));
        var forged = await browser.SendAsync(refused);

        Assert.Equal(Texts.Of("OtpText", "fr")["error.msisdn_short.title"], wrong.Text("title"));
        Assert.Equal(Texts.Of("OtpText", "fr")["error.otp_required.title"], closed.Text("title"));
        Assert.Equal("fr", forged.Page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(Texts.Of("OtpText", "fr")["error.forged_request.title"], forged.Page.QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("", "ar")]
    [InlineData("&culture=fr", "fr")]
    [InlineData("&culture=", "en")]
    public async Task An_element_in_plain_HTML_without_a_language_gets_the_visitors(string culture, string language)
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = new OtpBrowserClient(site.Address, "ar");
        var request = new HttpRequestMessage(HttpMethod.Get, $"/offer18/otp/status?page=%2F{culture}");
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.Add("X-Requested-With", "XMLHttpRequest");

        Assert.Equal(language, (await browser.SendAsync(request)).Page.QuerySelector("offer18-otp-verification")!.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("localization", "en")]
    [InlineData("middleware", "fr")]
    public async Task What_a_site_has_chosen_stands(string how, string language)
    {
        await using var site = await OtpSite.StartAsync(map: app =>
        {
            if (how == "localization")
            {
                app.UseRequestLocalization("en");
            }
            else
            {
                app.Use((context, next) =>
                {
                    CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr");
                    return next(context);
                });
            }

            app.MapOffer18OtpPage();
        });
        using var browser = new OtpBrowserClient(site.Address, "ar");

        Assert.Equal(language, (await browser.GetPageAsync("/verify")).Page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(Texts.Of("OtpText", language)["error.msisdn_short.title"], (await browser.GenerateAsync("1")).Text("title"));
    }

    // The page is the site's, and so is its language. What the component says later is in the same one.
    [Fact]
    public async Task A_component_on_a_page_of_the_site_speaks_the_pages_language()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = new OtpBrowserClient(site.Address, "ar");

        Assert.Equal("en", (await browser.GetPageAsync("/component/verify")).Page.QuerySelector("offer18-otp-verification")!.GetAttribute("lang"));
    }
}
