using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Campaigns;

/// <summary>The number decides whose campaign it is: once, when the code is asked for.</summary>
public sealed class OperatorTests
{
    // Of the numbers that Ofcom keeps for fiction.
    private const string OfZain = "+44 7700 900123";
    private const string OfOrbit = "+44 7700 901123";
    private const string OfNobody = "+44 7700 902123";

    [Fact]
    public async Task Both_calls_are_made_as_the_numbers_operator_wants_them()
    {
        await using var site = await StartAsync();
        foreach (var (number, partner, product) in new[] { (OfZain, "zain-games", "z1"), (OfOrbit, "orbit-games", "o1"), (OfNobody, "games", "g1") })
        {
            using var browser = site.NewBrowser();
            await browser.GenerateAsync(number);
            site.Clock.Advance(TimeSpan.FromMinutes(1));
            await browser.ResendAsync();
            var digits = number.Replace(" ", "", StringComparison.Ordinal)[1..];
            Assert.Equal("verified", (await browser.VerifyAsync(site.Offer18.LatestCode(digits))).State);

            var calls = site.Offer18.Calls.Where(call => call.Parameter("msisdn") == digits).ToArray();
            Assert.Equal(["otp_gen", "otp_gen", "otp_verify"], calls.Select(call => call.Operation));
            Assert.All(calls, call => Assert.Equal((partner, product), (call.Parameter("partner"), call.Parameter("productId"))));
        }
    }

    [Fact]
    public async Task The_operator_that_was_asked_checks_the_code_though_the_settings_have_changed()
    {
        var isMoved = false;
        await using var site = await StartAsync(options: otp =>
        {
            if (isMoved)
            {
                (otp.Operators[0].Prefixes[0], otp.Operators[1].Prefixes[0]) = (otp.Operators[1].Prefixes[0], otp.Operators[0].Prefixes[0]);
            }
        });
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OfZain);
        isMoved = true;
        site.Services.GetRequiredService<IOptionsMonitorCache<Offer18OtpOptions>>().TryRemove("");

        await browser.VerifyAsync(site.Code);

        Assert.Equal(["zain-games", "zain-games"], site.Offer18.Calls.Select(call => call.Parameter("partner")));
    }

    [Fact]
    public async Task With_a_store_that_keeps_no_context_the_cookie_says_operator_and_click()
    {
        await using var site = await StartAsync(
            builder => builder.Services.Decorate<IOtpRequestStore>(store => new FailingRequestStore(store, new StoreSwitch())),
            app => app.MapOffer18OtpPage(),
            otp => otp.LandingParameters["clickid"] = "source_id");
        using var browser = site.NewBrowser();
        await browser.GetPageAsync("/verify?clickid=c-1");
        await browser.GenerateAsync(OfZain);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await browser.ResendAsync();

        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);

        Assert.Equal(3, site.Offer18.Calls.Count);
        Assert.All(site.Offer18.Calls, call => Assert.Equal(("zain-games", "c-1"), (call.Parameter("partner"), call.Parameter("source_id"))));
    }

    [Fact]
    public async Task A_code_has_the_length_of_its_operator()
    {
        await using var site = await StartAsync(options: otp => otp.Operators[0].CodeLength = 4);
        using var zain = site.NewBrowser();
        using var orbit = site.NewBrowser();
        await zain.GenerateAsync(OfZain);
        await orbit.GenerateAsync(OfOrbit);

        var tooLong = await zain.VerifyAsync("123456");
        var right = await orbit.VerifyAsync(site.Offer18.LatestCode("447700901123"));

        tooLong.AssertProblem(HttpStatusCode.UnprocessableEntity, "invalid_otp");
        Assert.Equal(5, tooLong.Number("attemptsRemaining"));
        Assert.Equal("verified", right.State);
        Assert.Equal("447700901123", Assert.Single(site.Offer18.Calls, call => call.Operation == "otp_verify").Parameter("msisdn"));
    }

    [Theory]
    [InlineData(false, "operator_not_supported", HttpStatusCode.UnprocessableEntity)]
    [InlineData(true, "not_eligible", HttpStatusCode.UnprocessableEntity)]
    public async Task A_number_of_no_operator_is_refused_without_a_call_where_they_are_complete(bool hides, string code, HttpStatusCode status)
    {
        await using var site = await StartAsync(options: otp => (otp.OperatorsAreComplete, otp.HideSubscriptionState) = (true, hides));
        using var browser = site.NewBrowser();

        var asked = browser.GenerateAsync(OfNobody);
        while (!asked.IsCompleted)
        {
            site.Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        (await asked).AssertProblem(status, code);
        Assert.Empty(site.Offer18.Calls);
        Assert.Equal("none", (await browser.StatusAsync()).State);
        Assert.Equal("pending", (await browser.GenerateAsync(OfZain)).State);
    }

    [Fact]
    public async Task The_page_shows_the_terms_of_the_numbers_operator()
    {
        await using var site = await StartAsync(builder => OtpPlaces.Build(builder), OtpPlaces.Map);
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/component/terms");
        Assert.Equal("Costs £1 or £2 a week.", Shown(page, ".offer18-otp__terms"));

        await browser.SubmitAsync(page, "generate", ("msisdn", OfOrbit));
        page = await browser.GetPageAsync("/component/terms");

        Assert.Equal("Costs £2 a week.", Shown(page, ".offer18-otp__terms"));
        Assert.Equal("Code of orbit", Shown(page, "[data-for=pending]"));
        Assert.Equal("@orbit", page.Page.QuerySelector("offer18-otp-verification")!.GetAttribute("data-operator"));
    }

    [Theory]
    [InlineData(OfZain, "£1 a week", "Code of zain")]
    [InlineData(OfOrbit, "£1 or £2 a week", "")]
    public async Task A_razor_page_has_a_slot_for_an_operator_and_one_for_the_others(string number, string terms, string code)
    {
        await using var site = await StartAsync(OtpPlaces.Build, OtpPlaces.Map);
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/pages/terms");
        Assert.Equal("£1 or £2 a week", Shown(page, ".offer18-otp__terms"));

        await browser.SubmitAsync(page, "generate", ("msisdn", number));
        page = await browser.GetPageAsync("/pages/terms");

        Assert.Equal((terms, code), (Shown(page, ".offer18-otp__terms"), Shown(page, "[data-for=pending]")));
    }

    [Fact]
    public async Task Without_terms_of_its_own_the_page_shows_the_sites_text_for_the_operator()
    {
        await using var site = await StartAsync(
            builder => builder.Services.AddTransient<IStringLocalizer<OtpText>>(services => new OwnTexts(new StringLocalizer<OtpText>(services.GetRequiredService<IStringLocalizerFactory>()))),
            app => app.MapOffer18OtpPage());
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/verify");
        Assert.Equal("Games for all.", Shown(page, ".offer18-otp__terms"));

        await browser.SubmitAsync(page, "generate", ("msisdn", OfZain));

        Assert.Equal("£1 a week from Zain.", Shown(await browser.GetPageAsync("/verify"), ".offer18-otp__terms"));
    }

    private static string Shown(OtpAnswer page, string selector)
    {
        var place = (IHtmlElement)page.Page.QuerySelector(selector)!;
        foreach (var hidden in place.QuerySelectorAll("[hidden]"))
        {
            hidden.Remove();
        }

        return place.TextContent.Trim();
    }

    private static Task<OtpSite> StartAsync(
        Action<WebApplicationBuilder>? build = null, Action<WebApplication>? map = null, Action<Offer18OtpOptions>? options = null) => OtpSite.StartAsync(build, map, otp =>
    {
        otp.Partner = "games";
        otp.AdditionalParameters["productId"] = "g1";
        otp.Operators.Add(new() { Name = "zain", Partner = "zain-games", Prefixes = { "+44 7700 900" }, AdditionalParameters = { ["productId"] = "z1" } });
        otp.Operators.Add(new() { Name = "orbit", Partner = "orbit-games", Prefixes = { "+44 7700 901" }, AdditionalParameters = { ["productId"] = "o1" } });
        options?.Invoke(otp);
    });

    private sealed class OwnTexts(IStringLocalizer<OtpText> ours) : IStringLocalizer<OtpText>
    {
        private readonly Dictionary<string, string> _texts = new() { ["terms"] = "Games for all.", ["terms.zain"] = "£1 a week from Zain." };

        public LocalizedString this[string name] => _texts.TryGetValue(name, out var text) ? new(name, text) : ours[name];

        public LocalizedString this[string name, params object[] arguments] => ours[name, arguments];

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];
    }
}
