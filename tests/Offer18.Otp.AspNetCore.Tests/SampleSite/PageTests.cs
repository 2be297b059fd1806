using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

public sealed class PageTests(SimulatedSampleFixture sample, PublishedSampleFixture published) : IClassFixture<PublishedSampleFixture>
{
    private const string Policy = "default-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'self'; object-src 'none'";

    [Fact]
    public async Task The_members_page_leads_a_browser_to_the_page_that_asks_for_its_number()
    {
        using var browser = await sample.BrowseAsync();
        var response = await browser.GetPageAsync("/premium");

        Assert.Equal(HttpStatusCode.Redirect, response.Status);
        Assert.Equal("/verify?returnUrl=%2Fpremium", response.Location);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/verify", HttpStatusCode.OK)]
    [InlineData("/premium", HttpStatusCode.Redirect)]
    [InlineData("/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("/language?culture=en", HttpStatusCode.Redirect)]
    [InlineData("/language?culture=tlh", HttpStatusCode.BadRequest)]
    [InlineData("/favicon.svg", HttpStatusCode.OK)]
    [InlineData("/offer18/otp/status", HttpStatusCode.OK)]
    [InlineData("/simulator/inbox", HttpStatusCode.OK)]
    public async Task Every_answer_carries_the_strict_headers(string path, HttpStatusCode status)
    {
        using var browser = await sample.BrowseAsync();
        var response = await browser.GetPageAsync(path);

        Assert.Equal(status, response.Status);
        Assert.Equal(Policy, Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task A_visitor_gets_from_the_first_page_to_the_members_page_without_a_script()
    {
        using var browser = await sample.BrowseAsync();

        var landing = await browser.GetPageAsync("/");
        AssertPlain(landing.Page);
        Assert.Equal("simulator/inbox?culture=en", landing.Page.QuerySelector("iframe")!.GetAttribute("src"));

        var sent = await browser.SubmitAsync(landing, "generate", ("msisdn", "07700 900321"));
        Assert.Equal((HttpStatusCode.SeeOther, "/#offer18-otp"), (sent.Status, sent.Location));
        var asking = await browser.GetPageAsync("/");
        AssertPlain(asking.Page);

        using var inbox = JsonDocument.Parse(await browser.BytesAsync("/simulator/inbox/messages"));
        var code = inbox.RootElement.EnumerateArray().Last(sms => sms.GetProperty("msisdn").GetString() == "447700900321").GetProperty("code").GetString()!;
        var verified = await browser.SubmitAsync(asking, "verify", ("otp", code));
        Assert.Equal((HttpStatusCode.SeeOther, "/premium"), (verified.Status, verified.Location));

        var premium = await browser.PageAsync("/premium");
        AssertPlain(premium);
        Assert.Equal("+44•••••0321", premium.QuerySelector(".welcome__pass bdi")!.TextContent);
        Assert.DoesNotContain("7700900321", premium.Source.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscriber_is_led_to_a_page_that_asks_for_nothing()
    {
        using var browser = await sample.BrowseAsync();
        await browser.SubmitAsync(await browser.GetPageAsync("/verify"), "generate", ("msisdn", "07700 900404"));
        var content = (await browser.PageAsync("/verify")).QuerySelector(".offer18-otp__main a.offer18-otp__button")!;

        Assert.Equal(("Go to the content", "/subscriber"), (content.TextContent, content.GetAttribute("href")));
        Assert.NotNull((await browser.PageAsync("/")).GetElementById("games"));
    }

    [Fact]
    public async Task A_page_that_is_not_there_says_so_in_the_site_s_own_look()
    {
        using var browser = await sample.BrowseAsync();
        var page = await browser.PageAsync("/nothing/here");

        AssertPlain(page);
        Assert.Equal("This jar is empty", page.QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [MemberData(nameof(LanguageTests.Languages), MemberType = typeof(LanguageTests))]
    public async Task The_first_page_weighs_at_most_25_KB_in_each_language_and_takes_nothing_foreign(string language)
    {
        using var browser = published.Browse(language);
        var page = await browser.PageAsync("/");
        var files = page.QuerySelectorAll("link[href], img[src], script[src], use[href]")
            .Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!)
            .Select(address => address.Split('#')[0])
            .Distinct()
            .ToArray();

        Assert.All(files, address => Assert.DoesNotContain("//", address, StringComparison.Ordinal));

        var weights = await Task.WhenAll(files.Prepend("/").Select(async address => (await browser.WireBytesAsync(address)).Length));
        TestContext.Current.TestOutputHelper?.WriteLine($"{language}: the page {weights[0]}, with its {files.Length} files {weights.Sum()}");
        Assert.InRange(weights.Sum(), 1, 25_000);
    }

    // Written as entities, an Arabic page is nearly twice as long as an English one.
    [Theory]
    [InlineData("ar")]
    [InlineData("zh-Hans")]
    public async Task Letters_are_written_as_they_are_in_UTF_8(string language)
    {
        using var browser = await sample.BrowseAsync(language);
        Assert.All(await Task.WhenAll(new[] { "/", "/verify", "/doors" }.Select(browser.BytesAsync)), page => Assert.DoesNotMatch("&#x(?:0?[3-9]|[A-F])[0-9A-F]{2,3};", Encoding.UTF8.GetString(page)));
    }

    private static void AssertPlain(IDocument page)
    {
        Assert.Empty(page.QuerySelectorAll("style, [style], script:not([type=module][src])"));
        Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
        Assert.NotEmpty(page.Title!);
        Assert.NotEmpty(page.QuerySelector("meta[name=description]")!.GetAttribute("content")!);
    }
}
