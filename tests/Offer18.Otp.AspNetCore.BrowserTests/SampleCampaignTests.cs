using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>The sample's two campaigns, from the advertisement's click to the page behind the gate.</summary>
public sealed class SampleCampaignTests(BrowserFixture browsers, OwnSample sample) : IClassFixture<OwnSample>
{
    private static readonly ViewportSize Small = new() { Width = 360, Height = 740 };

    private static readonly ViewportSize Desktop = new() { Width = 1366, Height = 768 };

    private static int _numbers = 1_000;

    public static TheoryData<bool, string, string> Visitors => new()
    {
        { true, "ar-KW", "mawj" },
        { false, "ar-KW", "rimal" },
        { true, "en-GB", "rimal" },
        { false, "en-GB", "mawj" },
    };

    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task A_click_its_operator_consent_code_and_confirmation_lead_to_the_games(bool hasScript, string locale, string name)
    {
        var texts = Texts.Of("SampleSiteText", locale[..2]);
        var visitor = await ComeAsync("/sadafa?clickid=c-7&subid=s-8", hasScript, locale, Small);
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("dir", locale[..2] == "ar" ? "rtl" : "ltr");
        await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync(texts["sadafa.title"]);
        await Expect(Terms(visitor)).ToHaveTextAsync(texts["sadafa.terms"], new() { UseInnerText = true });

        await AskAsync(visitor, KuwaitNumber(name));
        await Expect(Terms(visitor)).ToHaveTextAsync(texts[$"sadafa.terms.{name}"], new() { UseInnerText = true });
        await Expect(visitor.Page.Locator(".card__operator:visible")).ToHaveTextAsync(texts[$"sadafa.operator.{name}"]);
        await visitor.VerifyAsync();

        await Expect(Confirm(visitor)).ToHaveTextAsync(texts["sadafa.subscribe"]);
        await Expect(visitor.Page.Locator("[id$='-summary']")).ToContainTextAsync(Masked(visitor));
        await Expect(Terms(visitor)).ToHaveTextAsync(texts[$"sadafa.terms.{name}"], new() { UseInnerText = true });
        await Confirm(visitor).ClickAsync();

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/sadafa/games$"));
        await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync(texts["sadafa.in.title"]);
        await Expect(visitor.Page.Locator(".pass bdi")).ToHaveTextAsync(Masked(visitor));
        await Expect(visitor.Page.Locator(".inside__terms")).ToHaveTextAsync(texts[$"sadafa.terms.{name}"]);
        await visitor.Page.Locator("summary").Nth(3).ClickAsync();
        await Expect(visitor.Page.GetByText(texts["sadafa.pearl"])).ToBeVisibleAsync();
        Assert.DoesNotContain(visitor.Phone.Msisdn[^6..], await visitor.Page.ContentAsync(), StringComparison.Ordinal);
        await AssertCallsAsync(visitor, ["otp_gen", "otp_verify"], name == "mawj" ? "partner=mawj-games" : "partner=rimal-play", "source_id=c-7", "source_id_2=s-8");
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_click_consent_and_a_code_lead_to_the_film(bool hasScript)
    {
        var texts = Texts.Of("SampleSiteText", "zh-Hans");
        var visitor = await ComeAsync("/moli?clickid=c-9", hasScript, "zh-CN", Small);
        await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync(texts["moli.title"]);
        await Expect(Terms(visitor)).ToHaveTextAsync(texts["moli.terms"], new() { UseInnerText = true });

        await AskAsync(visitor, visitor.Phone.Msisdn);
        await Expect(visitor.Page.Locator("[id$='-check']")).ToHaveTextAsync(texts["moli.subscribe"]);
        await Expect(Terms(visitor)).ToHaveTextAsync(texts["moli.terms"], new() { UseInnerText = true });
        await visitor.VerifyAsync();

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/moli/film$"));
        await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync(texts["moli.in.title"]);
        await Expect(visitor.Page.Locator(".pass bdi")).ToHaveTextAsync(Masked(visitor));
        await AssertCallsAsync(visitor, ["otp_gen", "otp_verify"], "partner=moli-films", "source_id=c-9");
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData(true, "ar-KW")]
    [InlineData(false, "en-GB")]
    public async Task Who_cancels_has_subscribed_to_nothing_and_can_begin_again(bool hasScript, string locale)
    {
        var visitor = await ComeAsync("/sadafa?clickid=c-6", hasScript, locale, Small);
        await AskAsync(visitor, KuwaitNumber("mawj"));
        await visitor.VerifyAsync();
        await visitor.Page.Locator("[id$='-cancel']").ClickAsync();

        await Expect(visitor.Page.Locator("[data-part=status]")).ToHaveTextAsync(Texts.Of("OtpText", locale[..2])["confirm.cancelled"]);
        await AssertCallsAsync(visitor, ["otp_gen"], "source_id=c-6");

        await AskAsync(visitor, KuwaitNumber("mawj"));
        await visitor.VerifyAsync();
        await Confirm(visitor).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/sadafa/games$"));
        await AssertCallsAsync(visitor, ["otp_gen", "otp_verify"], "partner=mawj-games", "source_id=c-6");

        // The way out: the gate is closed again.
        await visitor.Page.Locator(".pass__leave").ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/sadafa$"));
        await visitor.Page.GotoAsync("/sadafa/games", new() { WaitUntil = BrowserVisitor.Parsed });
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/sadafa\\?returnUrl="));
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_click_stays_when_the_visitor_changes_the_language(bool hasScript)
    {
        // The advertisement was in Arabic, and the phone speaks neither of the two.
        var visitor = await ComeAsync("/sadafa?clickid=c-5", hasScript, "fr-FR", Small);
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("lang", "ar");

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/sadafa\\?clickid=c-5$"));
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(visitor.Element).ToHaveAttributeAsync("lang", "en");
        await AskAsync(visitor, KuwaitNumber("rimal"));

        await AssertCallsAsync(visitor, ["otp_gen"], "partner=rimal-play", "source_id=c-5", "language=en");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_number_of_neither_operator_is_told_so_and_nothing_is_sent()
    {
        var visitor = await ComeAsync("/sadafa?clickid=c-4", hasScript: true, "en-GB", Small);
        visitor.Phone = new Phone(null, "96550031234");
        await visitor.Page.Locator("[name=consent]").CheckAsync();
        await BrowserVisitor.TypeAsync(visitor.Number, "5003 1234");

        await Expect(visitor.Error).ToContainTextAsync(Texts.Of("OtpText")["error.operator_not_supported.title"]);
        await AssertCallsAsync(visitor, []);
    }

    [Theory]
    [InlineData("/sadafa", "ar-KW", true)]
    [InlineData("/sadafa", "ar-KW", false)]
    [InlineData("/sadafa", "en-GB", true)]
    [InlineData("/sadafa", "en-GB", false)]
    [InlineData("/moli", "zh-CN", true)]
    [InlineData("/moli", "zh-CN", false)]
    public async Task The_price_the_terms_and_the_button_are_on_a_small_phones_first_screen(string path, string locale, bool hasScript)
    {
        var visitor = await ComeAsync(path, hasScript, locale, Small);

        foreach (var part in new[] { visitor.Page.Locator("h1"), visitor.Page.Locator(".hero__price"), Terms(visitor), visitor.Page.Locator("[id$='-send']") })
        {
            await Expect(part).ToBeInViewportAsync(new() { Ratio = 1 });
        }
    }

    public static TheoryData<string, string, ColorScheme, int, int> Looks => [.. new[] { ("sadafa", "ar-KW"), ("sadafa", "en-GB"), ("moli", "zh-CN") }.SelectMany(page =>
        new[] { ColorScheme.Light, ColorScheme.Dark }.SelectMany(scheme => new[] { Small, Desktop }.Select(size =>
            new TheoryDataRow<string, string, ColorScheme, int, int>(page.Item1, page.Item2, scheme, size.Width, size.Height))))];

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Each_step_is_on_the_screen_and_axe_finds_nothing(string campaign, string locale, ColorScheme scheme, int width, int height)
    {
        var visitor = await ComeAsync($"/{campaign}?clickid=c-1", new()
        {
            Locale = locale,
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = height },
            HasTouch = width == Small.Width,
        });
        var hand = new Hand(visitor.Page);
        var send = visitor.Page.Locator("[id$='-send']");
        visitor.Phone = new Phone(null, campaign == "moli" ? visitor.Phone.Msisdn : KuwaitNumber("mawj"));

        await hand.SeesAsync("landing", visitor.Page.Locator("h1"), visitor.Number, Terms(visitor), send);
        await LookAsync("1-landing");
        await hand.TypeAsync(visitor.Number, "12");
        await hand.TapAsync(visitor.Page.Locator("[name=consent]"));
        await hand.PressAsync(send);
        await hand.SeesAsync("wrong number", visitor.Error, visitor.Number, send);
        await LookAsync("2-wrong");
        await hand.TypeAsync(visitor.Number, $"+{visitor.Phone.Msisdn}");
        await hand.PressAsync(send);
        await Expect(visitor.Code).ToBeFocusedAsync();
        await hand.SeesAsync("code", visitor.Page.Locator("[data-part=status]"), visitor.Code, Terms(visitor), visitor.Page.Locator("[id$='-next'], [id$='-check']"));
        await LookAsync("3-code");
        if (campaign == "sadafa")
        {
            await visitor.VerifyAsync();
            await Expect(visitor.Page.Locator("[id$='-summary']")).ToBeFocusedAsync();
            await hand.SeesAsync("confirm", visitor.Page.Locator("[id$='-summary']"), Terms(visitor), Confirm(visitor), visitor.Page.Locator("[id$='-cancel']"));
            await LookAsync("4-confirm");
            await hand.TapAsync(Confirm(visitor));
        }
        else
        {
            await visitor.VerifyAsync();
        }

        await Expect(visitor.Page.Locator(".pass")).ToBeVisibleAsync();
        await hand.SeesAsync("inside", visitor.Page.Locator(".pass"), visitor.Page.Locator("h1"), visitor.Page.Locator(".oysters, .film"));
        await LookAsync("5-inside");
        Assert.Empty(visitor.Errors);

        Task LookAsync(string step) => Look.AtAsync(visitor.Page, $"campaign-{campaign}-{locale[..2]}-{scheme}-{width}-{step}");
    }

    private Task<BrowserVisitor> ComeAsync(string path, bool hasScript, string locale, ViewportSize size, ColorScheme scheme = ColorScheme.Light) =>
        ComeAsync(path, new() { JavaScriptEnabled = hasScript, Locale = locale, ViewportSize = size, ColorScheme = scheme, HasTouch = size == Small });

    private async Task<BrowserVisitor> ComeAsync(string path, BrowserNewContextOptions options)
    {
        var visitor = await sample.ComeAsync(browsers, options);
        await visitor.Page.GotoAsync(path, new() { WaitUntil = BrowserVisitor.Parsed });
        return visitor;
    }

    private static async Task AskAsync(BrowserVisitor visitor, string msisdn)
    {
        visitor.Phone = new Phone(null, msisdn);
        await visitor.Page.Locator("[name=consent]").CheckAsync();
        await BrowserVisitor.TypeAsync(visitor.Number, $"+{msisdn}");
        await Expect(visitor.Code).ToBeVisibleAsync();
    }

    /// <summary>A number of one of the two operators that nobody else has.</summary>
    private static string KuwaitNumber(string name) =>
        (name == "mawj" ? "9655001" : "9655002") + Interlocked.Increment(ref _numbers).ToString(CultureInfo.InvariantCulture);

    private static string Masked(BrowserVisitor visitor) => visitor.Phone.Msisdn is ['9', ..]
        ? $"+965•••••{visitor.Phone.Msisdn[^4..]}"
        : $"+44•••••{visitor.Phone.Msisdn[^4..]}";

    private static ILocator Terms(BrowserVisitor visitor) => visitor.Page.Locator("form .offer18-otp__terms");

    private static ILocator Confirm(BrowserVisitor visitor) => visitor.Page.Locator("form:has([name=confirm]) [id$='-check']");

    /// <summary>What went to Offer18 for a visitor's number, the first call first, as the sample's panel shows it. Each call carries the parameters.</summary>
    private static async Task AssertCallsAsync(BrowserVisitor visitor, string[] operations, params string[] parameters)
    {
        var page = await visitor.Page.Context.NewPageAsync();
        await page.GotoAsync("/", new() { WaitUntil = BrowserVisitor.Parsed });
        var lines = await page.Locator(".desk__wire li code:first-of-type").AllTextContentsAsync();
        await page.CloseAsync();
        var calls = lines.Reverse().Select(line => line.Split(' ')).Where(line => line.Contains($"msisdn={Masked(visitor)[1..]}")).ToArray();
        Assert.Equal(operations, calls.Select(call => call[0]));
        Assert.All(calls, call => Assert.Subset(call.ToHashSet(), parameters.ToHashSet()));
    }
}
