using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Components;

public sealed class OtpTextTests
{
    [Fact]
    public async Task A_site_changes_a_text_and_adds_a_language_without_forking()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();

        var english = (await browser.GetPageAsync("/component/verify")).Page;
        var arabic = (await browser.GetPageAsync("/component/verify", "ar")).Page;
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.WrongCode);
        var counted = (await browser.GetPageAsync("/component/verify", "ar")).Page;

        Assert.Equal("Get PIN", english.QuerySelector("button")!.TextContent);
        Assert.Equal("Mobile number", english.QuerySelector("label")!.TextContent);
        Assert.Equal("رقم الهاتف المحمول", arabic.QuerySelector("label")!.TextContent);
        Assert.Equal(("ar", "rtl"), LanguageOf(arabic));
        Assert.Contains("تبقّت لك 4 محاولات.", counted.QuerySelector("#offer18-otp-hint")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sites_own_localizer_is_the_one_that_is_asked_for_every_text()
    {
        await using var site = await OtpPlaces.StartAsync(builder => builder.Services.AddSingleton<IStringLocalizer<OtpText>, KeysAsTexts>());
        using var browser = site.NewBrowser();

        var page = (await browser.GetPageAsync("/component/verify")).Page;

        Assert.Equal(["number.label", "number.hint", "number.submit"],
            page.QuerySelectorAll("form label, form p, form button").Select(element => element.TextContent));
    }

    [Fact]
    public async Task Texts_in_another_language_than_the_page_say_which()
    {
        await using var site = await OtpPlaces.StartAsync(map: app => app.UseRequestLocalization("en", "zh-Hans", "sw"));
        using var browser = site.NewBrowser();

        var page = (await browser.GetPageAsync("/pages/tag", "sw")).Page;

        Assert.Equal(("en", "ltr"), LanguageOf(page));
        Assert.Equal("sw", page.QuerySelector("#price")!.ParentElement!.GetAttribute("lang"));
    }

    private static (string?, string?) LanguageOf(IHtmlDocument page) =>
        (page.QuerySelector("offer18-otp-verification")!.GetAttribute("lang"), page.QuerySelector("offer18-otp-verification")!.GetAttribute("dir"));

    private static Task<OtpSite> StartAsync() => OtpSite.StartAsync(
        OtpPlaces.Build,
        app =>
        {
            app.UseRequestLocalization("en", "ar");
            OtpPlaces.Map(app);
        },
        before: builder => builder.Services.AddOffer18Otp("texts", otp => OtpNode.Configure(otp, new Uri("http://127.0.0.1:1"))).AddTexts<SiteTexts>());

    private sealed class KeysAsTexts : IStringLocalizer<OtpText>
    {
        public LocalizedString this[string name] => new(name, name == "plural" ? "other" : name);

        public LocalizedString this[string name, params object[] arguments] => this[name];

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];
    }
}
