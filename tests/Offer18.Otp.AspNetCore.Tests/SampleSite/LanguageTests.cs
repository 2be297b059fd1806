using System.Net;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

public sealed class LanguageTests(SimulatedSampleFixture sample)
{
    public static TheoryData<string> Languages => [.. Texts.Languages("SampleSiteText")];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task The_pages_speak_each_language(string language)
    {
        using var browser = await sample.BrowseAsync(language);
        var page = await browser.PageAsync("/verify");
        var inbox = await browser.PageAsync("/simulator/inbox");
        var texts = Texts.Of("OtpText", language);

        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(texts["direction"], page.DocumentElement.GetAttribute("dir"));
        Assert.Equal(Texts.Of("SampleSiteText", language)["verify.title"], page.QuerySelector("h1")!.TextContent);
        Assert.Equal(texts["number.label"], page.QuerySelector("label[for='offer18-otp-number']")!.TextContent);
        Assert.Equal(Texts.Of("SimulatorText", language)["Heading"], inbox.QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("en-GB,en;q=0.9", "en")]
    [InlineData("zh-CN,zh;q=0.9", "zh-Hans")]
    [InlineData("zh-SG", "zh-Hans")]
    [InlineData("zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7", "zh-Hant")]
    [InlineData("zh-HK", "zh-Hant")]
    [InlineData("pt-BR,pt;q=0.9,en;q=0.8", "pt-BR")]
    [InlineData("pt", "pt")]
    [InlineData("pt-AO", "pt")]
    [InlineData("pt-PT", "pt")]
    [InlineData("ar-EG", "ar")]
    [InlineData("ar-IQ,en;q=0.5", "ar")]
    [InlineData("fr-CA,fr;q=0.9", "fr")]
    [InlineData("tlh,fr-BE;q=0.8", "fr")]
    [InlineData("tlh", "en")]
    public async Task A_visitor_of_any_region_gets_the_language_of_it(string accepted, string language)
    {
        using var browser = await sample.BrowseAsync(accepted);
        var page = await browser.PageAsync("/verify");

        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(Texts.Of("SampleSiteText", language)["verify.title"], page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task The_menu_offers_each_language_in_its_own_name()
    {
        using var browser = await sample.BrowseAsync("pt-BR");
        var page = await browser.PageAsync("/");
        var menu = page.QuerySelector($"#{page.QuerySelector("button[popovertarget]")!.GetAttribute("popovertarget")}")!;
        var links = menu.QuerySelectorAll("a");

        Assert.True(menu.HasAttribute("popover"));
        Assert.Equal(Texts.Languages("SampleSiteText").Order(), links.Select(link => link.GetAttribute("lang")!).Order());
        Assert.All(links, link => Assert.Equal(Texts.Of("SampleSiteText", link.GetAttribute("lang")!)["language"], link.TextContent));
        Assert.EndsWith("Português (Brasil)", page.QuerySelector("button[popovertarget]")!.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/verify?returnUrl=%2Fpremium%3Fa%3D1%26b%3D2")]
    [InlineData("/nothing/%E6%9C%88")]
    public async Task A_choice_of_language_stays_and_keeps_the_page_and_its_query(string path)
    {
        using var browser = await sample.BrowseAsync();
        var before = await browser.PageAsync(path);
        var switched = await browser.GetPageAsync($"/{before.QuerySelector(".bar__languages a[lang=zh-Hans]")!.GetAttribute("href")}");
        var after = await browser.PageAsync(path);

        Assert.Equal("true", before.QuerySelector(".bar__languages a[lang=en]")!.GetAttribute("aria-current"));
        Assert.Equal(HttpStatusCode.Redirect, switched.Status);
        Assert.Equal(path, switched.Location);
        Assert.Equal("zh-Hans", after.DocumentElement.GetAttribute("lang"));
        Assert.Equal("true", after.QuerySelector(".bar__languages a[lang=zh-Hans]")!.GetAttribute("aria-current"));
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("\\\\elsewhere.example")]
    [InlineData("/\t/elsewhere.example/")]
    [InlineData("/a\r\nSet-Cookie: b=c")]
    [InlineData("~//elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/月")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("/x/..//evil.example")]
    public async Task A_choice_of_language_leads_nowhere_else(string? returnUrl)
    {
        using var browser = await sample.BrowseAsync();
        var query = returnUrl is null ? "" : $"&returnUrl={Uri.EscapeDataString(returnUrl)}";
        var response = await browser.GetPageAsync($"/language?culture=zh-Hans{query}");

        Assert.Equal(HttpStatusCode.Redirect, response.Status);
        Assert.Equal("/", response.Location);
    }

    [Fact]
    public async Task The_gate_speaks_the_browser_s_language_to_a_client_that_wants_no_html()
    {
        using var browser = await sample.BrowseAsync("zh-CN");
        var problem = await browser.SendAsync(new(HttpMethod.Get, "/premium") { Headers = { Accept = { new("application/json") } } });

        Assert.Equal(HttpStatusCode.Forbidden, problem.Status);
        Assert.Equal("需要验证", problem.Text("title"));
    }

    [Theory]
    [InlineData("?culture=tlh")]
    [InlineData("?culture=zh-hans")]
    [InlineData("?culture=")]
    [InlineData("")]
    public async Task A_language_that_the_site_does_not_speak_is_refused(string query)
    {
        using var browser = await sample.BrowseAsync();
        var response = await browser.GetPageAsync($"/language{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }
}
