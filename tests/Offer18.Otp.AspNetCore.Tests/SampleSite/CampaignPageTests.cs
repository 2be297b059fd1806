using System.Net;
using AngleSharp.Dom;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

/// <summary>The two campaigns that have pages of their own in the sample.</summary>
public sealed class CampaignPageTests(SimulatedSampleFixture sample)
{
    [Theory]
    [InlineData("/sadafa", "ar-KW", "ar", "rtl")]
    [InlineData("/sadafa", "en-GB,ar;q=0.5", "en", "ltr")]
    [InlineData("/sadafa", "ar,en;q=0.5", "ar", "rtl")]
    // Neither of the two is asked for, or English only after something else.
    [InlineData("/sadafa", "fr-FR", "ar", "rtl")]
    [InlineData("/sadafa", "fr-FR,en;q=0.5", "en", "ltr")]
    [InlineData("/moli", "zh-CN", "zh-Hans", "ltr")]
    [InlineData("/moli", "zh-TW", "zh-Hans", "ltr")]
    [InlineData("/moli", "en-GB", "zh-Hans", "ltr")]
    public async Task A_campaign_s_page_speaks_the_languages_of_the_campaign(string path, string accepted, string language, string direction)
    {
        using var browser = await sample.BrowseAsync(accepted);
        var page = await browser.PageAsync(path);
        var texts = Texts.Of("SampleSiteText", language);

        Assert.Equal((language, direction), (page.DocumentElement.GetAttribute("lang"), page.DocumentElement.GetAttribute("dir")));
        Assert.Equal(texts[$"{path[1..]}.title"], page.QuerySelector("h1")!.TextContent);
        Assert.Equal(language, page.QuerySelector("offer18-otp-verification")!.GetAttribute("lang"));
        Assert.Equal(texts[$"{path[1..]}.description"], page.QuerySelector("meta[name=description]")!.GetAttribute("content"));
    }

    [Theory]
    [InlineData("/sadafa", "sadafa")]
    [InlineData("/moli", "moli")]
    public async Task A_campaign_s_page_has_its_own_look_and_nothing_inline(string path, string name)
    {
        using var browser = await sample.BrowseAsync();
        var answer = await browser.GetPageAsync(path);
        var page = answer.Page;

        Assert.Equal(
            ["campaign", name, "otp-verification"],
            page.QuerySelectorAll("link[rel=stylesheet]").Select(sheet => sheet.GetAttribute("href")!.Split('/')[^1].Split('.')[0]));
        Assert.Empty(page.QuerySelectorAll(".bar, .foot, style, [style], script:not([type=module][src])"));
        Assert.All(
            page.QuerySelectorAll("link[href], img[src], script[src]").Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!),
            address => Assert.DoesNotContain("//", address, StringComparison.Ordinal));
        Assert.StartsWith("default-src 'self';", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("en")]
    public async Task The_two_languages_are_chosen_on_the_page_and_the_click_stays(string other)
    {
        using var browser = await sample.BrowseAsync(other == "ar" ? "en" : "ar");
        var before = await browser.PageAsync("/sadafa?clickid=c-1&subid=s-2");
        var links = before.QuerySelectorAll(".top__languages a");
        Assert.Equal(["ar", "en"], links.Select(link => link.GetAttribute("lang")));
        Assert.Equal("true", links.Single(link => link.GetAttribute("lang") != other).GetAttribute("aria-current"));

        var switched = await browser.GetPageAsync("/" + links.Single(link => link.GetAttribute("lang") == other).GetAttribute("href"));
        Assert.Equal("/sadafa?clickid=c-1&subid=s-2", switched.Location);
        Assert.Equal(other, (await browser.PageAsync(switched.Location!)).DocumentElement.GetAttribute("lang"));
        Assert.Empty((await browser.PageAsync("/moli")).QuerySelectorAll(".top__languages"));
    }

    // The choice is the whole site's, and a campaign that does not speak it keeps its own.
    [Fact]
    public async Task A_language_chosen_elsewhere_counts_only_where_the_campaign_speaks_it()
    {
        using var browser = await sample.BrowseAsync("en");
        await browser.GetPageAsync("/language?culture=pt-BR");

        Assert.Equal("pt-BR", (await browser.PageAsync("/")).DocumentElement.GetAttribute("lang"));
        Assert.Equal("en", (await browser.PageAsync("/sadafa")).DocumentElement.GetAttribute("lang"));
        Assert.Equal("zh-Hans", (await browser.PageAsync("/moli")).DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("5001 0801", "mawj", "6")]
    [InlineData("5002 0802", "rimal", null)]
    public async Task The_terms_and_the_code_are_those_of_the_number_s_operator(string number, string name, string? boxes)
    {
        using var browser = await sample.BrowseAsync("ar");
        var texts = Texts.Of("SampleSiteText", "ar");
        var landing = await browser.GetPageAsync("/sadafa?clickid=c-1");
        Assert.Equal(texts["sadafa.terms"], Shown(landing.Page, ".offer18-otp__terms"));
        Assert.Contains(texts["sadafa.price"], landing.Page.QuerySelector(".hero")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(texts["sadafa.stop"], landing.Page.QuerySelector("footer")!.TextContent, StringComparison.Ordinal);

        await browser.SubmitAsync(landing, "generate", ("msisdn", number), ("consent", "true"));
        var code = await browser.PageAsync("/sadafa");
        Assert.Equal(texts[$"sadafa.terms.{name}"], Shown(code, ".offer18-otp__terms"));
        Assert.Equal(texts[$"sadafa.operator.{name}"], Shown(code, ".offer18-otp__slot"));
        Assert.Equal(boxes, code.QuerySelector("[class*='boxes--']")?.ClassName!.Split("--")[^1]);

        static string Shown(IDocument page, string place) =>
            Assert.Single(page.QuerySelectorAll($"{place} [data-for]"), shown => !shown.HasAttribute("hidden")).TextContent.Trim();
    }

    [Fact]
    public async Task Nothing_is_sent_without_consent_or_to_a_number_of_neither_operator()
    {
        using var browser = await sample.BrowseAsync("en");
        var texts = Texts.Of("OtpText");
        await browser.SubmitAsync(await browser.GetPageAsync("/sadafa"), "generate", ("msisdn", "5001 0803"));
        Assert.Contains(texts["error.consent_required.title"], await MainAsync(), StringComparison.Ordinal);

        await browser.SubmitAsync(await browser.GetPageAsync("/sadafa"), "generate", ("msisdn", "5003 0803"), ("consent", "true"));
        Assert.Contains(texts["error.operator_not_supported.title"], await MainAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("50030803", System.Text.Encoding.UTF8.GetString(await browser.BytesAsync("/simulator/inbox/messages")), StringComparison.Ordinal);

        async Task<string> MainAsync() => (await browser.PageAsync("/sadafa")).QuerySelector("[data-part=main]")!.TextContent;
    }

    [Theory]
    [InlineData("/sadafa/games", "/sadafa")]
    [InlineData("/moli/film", "/moli")]
    public async Task The_page_behind_the_gate_leads_to_the_campaign_s_own_landing_page(string path, string landing)
    {
        using var browser = await sample.BrowseAsync();
        var answer = await browser.GetPageAsync(path);

        Assert.Equal((HttpStatusCode.Redirect, $"{landing}?returnUrl={Uri.EscapeDataString(path)}"), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task The_first_page_leads_to_both_campaigns_with_a_click()
    {
        using var browser = await sample.BrowseAsync("zh-CN");
        var links = (await browser.PageAsync("/")).QuerySelectorAll("a[href*='clickid=']").Select(link => link.GetAttribute("href")!).ToArray();

        Assert.Equal(["sadafa?clickid=demo-1", "moli?clickid=demo-2"], links);
        foreach (var link in links)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetPageAsync("/" + link)).Status);
        }
    }
}
