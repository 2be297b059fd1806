using System.IO.Compression;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Components;

public sealed class OtpVerificationTests
{
    [Theory]
    [MemberData(nameof(OtpPlaces.WithComponent), MemberType = typeof(OtpPlaces))]
    public async Task A_visitor_without_JavaScript_gets_through(string url)
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();

        var number = await browser.GetPageAsync(url);
        var generated = await browser.SubmitAsync(number, "generate", ("msisdn", OtpSite.Number));
        var code = await browser.GetPageAsync(generated.Location!);
        var verified = await browser.SubmitAsync(code, "verify", ("otp", site.Code));
        var premium = await browser.GetPageAsync(verified.Location!);
        var after = await browser.GetPageAsync(url);

        Assert.Equal((HttpStatusCode.SeeOther, url + "#offer18-otp"), (generated.Status, generated.Location));
        Assert.Equal("We sent a code to +44•••••0123.", Text(code, "[role=status]"));
        Assert.Equal((HttpStatusCode.SeeOther, url.Replace("verify", "premium", StringComparison.Ordinal)), (verified.Status, verified.Location));
        Assert.Equal(HttpStatusCode.OK, premium.Status);
        Assert.Equal("+44•••••0123 is verified.", Text(after, "[role=status]"));
        Assert.Equal((1, 1), (site.Generated, site.Verified));
    }

    [Theory]
    [MemberData(nameof(OtpPlaces.WithComponent), MemberType = typeof(OtpPlaces))]
    public async Task The_page_that_holds_it_is_not_stored_and_sends_no_referrer(string url)
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();

        var page = await browser.GetPageAsync(url);

        Assert.True(page.Headers.CacheControl!.NoStore);
        Assert.Equal("no-referrer", Assert.Single(page.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public async Task An_error_stands_beside_the_field_once_and_what_was_typed_stays()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();

        var back = await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", "123 <b>"));
        var page = await browser.GetPageAsync(back.Location!);
        var reloaded = await browser.GetPageAsync(back.Location!);

        Assert.Equal((HttpStatusCode.SeeOther, "/component/verify#offer18-otp"), (back.Status, back.Location));
        var input = page.Page.QuerySelector<IHtmlInputElement>("input[name=msisdn]")!;
        var error = page.Page.QuerySelector("[role=alert]")!;
        Assert.Equal("123 <b>", input.Value);
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Contains(error.Id, input.GetAttribute("aria-describedby")!.Split(' '));
        Assert.Equal("Error: The number has letters in it Use digits only, for example 07400 123456.", Text(page, "[role=alert]"));
        Assert.Null(reloaded.Page.QuerySelector("[role=alert]"));
        Assert.Empty(site.Offer18.Calls);
    }

    [Fact]
    public async Task A_wrong_code_says_so_and_how_many_attempts_are_left()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);

        var back = await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "verify", ("otp", site.WrongCode));
        var page = await browser.GetPageAsync(back.Location!);

        Assert.StartsWith("Error: That code is not right", Text(page, "[role=alert]"), StringComparison.Ordinal);
        Assert.Contains("You have 4 attempts left.", Text(page, ".offer18-otp__hint"), StringComparison.Ordinal);
        Assert.DoesNotContain(site.WrongCode, page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_code_and_another_number_can_be_asked_for()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        var page = await browser.GetPageAsync("/component/verify");

        await browser.SubmitAsync(page, "generate");
        var early = await browser.GetPageAsync("/component/verify");
        site.Clock.Advance(TimeSpan.FromSeconds(30));
        await browser.SubmitAsync(page, "generate");
        var later = await browser.GetPageAsync("/component/verify");
        await browser.SubmitAsync(later, "reset");
        var reset = await browser.GetPageAsync("/component/verify");

        Assert.Contains("You can ask for a new code in 30 seconds.", Text(early, ".offer18-otp__more"), StringComparison.Ordinal);
        Assert.Contains("Please wait a moment", Text(early, "[role=alert]"), StringComparison.Ordinal);
        // The line below the field says it.
        Assert.DoesNotContain("30 seconds", Text(early, "[role=alert]"), StringComparison.Ordinal);
        Assert.Null(later.Page.QuerySelector("[role=alert]"));
        Assert.Equal("We sent a code to +44•••••0123.", Text(early, "[role=status]"));
        Assert.Equal("We sent a new code to +44•••••0123.", Text(later, "[role=status]"));
        Assert.NotNull(reset.Page.QuerySelector("input[name=msisdn]"));
        Assert.Equal(2, site.Generated);
    }

    [Fact]
    public async Task A_form_posted_twice_at_once_sends_one_code_and_the_page_asks_for_it()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/component/verify");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number))));
        var after = await browser.GetPageAsync("/component/verify");

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.SeeOther, "/component/verify#offer18-otp"), (answer.Status, answer.Location)));
        Assert.NotNull(after.Page.QuerySelector("input[name=otp]"));
        Assert.Equal(1, site.Generated);
    }

    [Fact]
    public async Task The_gates_return_url_wins_over_the_parameter_and_a_foreign_one_is_ignored()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();

        var gate = await browser.GetPageAsync("/component/verify?returnUrl=%2Fminimal%3Fa%3Db");
        var foreign = await browser.GetPageAsync("/component/verify?returnUrl=%2F%2Fevil.example");

        Assert.Equal("/minimal?a=b", gate.Page.QuerySelector<IHtmlInputElement>("input[name=returnUrl]")!.Value);
        Assert.Equal("/component/premium", foreign.Page.QuerySelector<IHtmlInputElement>("input[name=returnUrl]")!.Value);
    }

    [Fact]
    public async Task It_works_below_a_path_base()
    {
        await using var site = await OtpPlaces.StartAsync(map: app =>
        {
            app.UsePathBase("/shop");
            app.UseRouting();
            app.UseAuthorization();
        });
        using var browser = site.NewBrowser();

        var number = await browser.GetPageAsync("/shop/component/verify?returnUrl=%2Fshop%2Fminimal");
        var generated = await browser.SubmitAsync(number, "generate", ("msisdn", OtpSite.Number));
        var verified = await browser.SubmitAsync(await browser.GetPageAsync(generated.Location!), "verify", ("otp", site.Code));

        Assert.Equal("/shop/component/verify?returnUrl=%2Fshop%2Fminimal#offer18-otp", generated.Location);
        Assert.StartsWith("/shop/offer18/otp/", number.Page.QuerySelector("link")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("+447700900123", (await browser.GetPageAsync(verified.Location!)).Body);
    }

    [Fact]
    public async Task A_page_named_by_the_form_must_be_local_and_the_verification_path_stands_in()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/component/verify");

        var answer = await browser.SubmitAsync(page, "generate", ("msisdn", "1"), ("page", "https://evil.example/"));

        Assert.Equal((HttpStatusCode.SeeOther, "/verify"), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task A_script_that_posts_the_form_and_accepts_json_gets_json()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        var form = (await browser.GetPageAsync("/component/verify")).Form("generate");
        var request = new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action"))
        {
            Content = new FormUrlEncodedContent(form.QuerySelectorAll<IHtmlInputElement>("input")
                .Select(input => KeyValuePair.Create(input.Name!, input.Name == "msisdn" ? OtpSite.Number : input.Value))),
        };
        request.Headers.Accept.ParseAdd("application/json");

        Assert.Equal("pending", (await browser.SendAsync(request)).State);
    }

    [Fact]
    public async Task It_speaks_the_visitors_language_whatever_the_site_did_with_its_own_resources()
    {
        await using var site = await OtpPlaces.StartAsync(
            builder => builder.Services.AddLocalization(own => own.ResourcesPath = "Somewhere/Else"),
            app => app.UseRequestLocalization("en", "zh-Hans"));
        using var browser = site.NewBrowser();

        var chinese = await browser.GetPageAsync("/component/verify", "zh-CN");
        var english = await browser.GetPageAsync("/component/verify", "fr");

        Assert.Equal("手机号码", Text(chinese, "label"));
        Assert.Equal("Mobile number", Text(english, "label"));
    }

    [Theory]
    [InlineData("zh-TW", "zh-Hant", "ltr", "手機號碼")]
    [InlineData("zh-SG", "zh-Hans", "ltr", "手机号码")]
    [InlineData("pt-PT", "pt", "ltr", "Número de telemóvel")]
    [InlineData("pt-BR", "pt-BR", "ltr", "Número de celular")]
    [InlineData("pt", "pt", "ltr", "Número de telemóvel")]
    [InlineData("ar-EG", "ar", "rtl", "رقم الهاتف المحمول")]
    [InlineData("fr-CA", "fr", "ltr", "Numéro de mobile")]
    [InlineData("tlh", "en", "ltr", "Mobile number")]
    public async Task In_a_site_s_regional_language_it_speaks_that_language_and_says_which(string culture, string language, string direction, string label)
    {
        await using var site = await OtpPlaces.StartAsync(map: app => app.UseRequestLocalization(options => options.AddSupportedUICultures(culture)));
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/component/verify", culture);

        Assert.Equal(label, Text(page, "label"));
        var element = page.Page.QuerySelector("offer18-otp-verification")!;
        Assert.Equal((language, direction), (element.GetAttribute("lang"), element.GetAttribute("dir")));
    }

    [Fact]
    public async Task It_asks_for_consent_where_the_campaign_does()
    {
        await using var site = await OtpPlaces.StartAsync(builder => builder.Services.Configure<Offer18OtpOptions>(otp => otp.RequireConsent = true));
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/component/verify");

        Assert.False(page.Page.QuerySelector<IHtmlInputElement>("input[name=consent]")!.IsChecked);
        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));
        var refused = await browser.GetPageAsync("/component/verify");
        Assert.Contains("Your consent is needed", Text(refused, "[role=alert]"), StringComparison.Ordinal);
        await browser.SubmitAsync(refused, "generate", ("consent", "true"));
        Assert.Equal(1, site.Generated);
    }

    [Fact]
    public async Task The_tag_helper_has_each_parameter_and_each_slot_is_seen_on_its_step()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();

        var number = (await browser.GetPageAsync("/pages/tag")).Page;
        Assert.Equal("1.99 <a week>", number.QuerySelector("form #price")!.TextContent);
        Assert.Equal("Subscribe", number.QuerySelector("form button")!.TextContent);
        Assert.Null(number.QuerySelector("[hidden] #price"));
        Assert.Equal("/pages/premium", number.QuerySelector<IHtmlInputElement>("[name=returnUrl]")!.Value);
        Assert.Empty(number.QuerySelectorAll("link[rel=stylesheet]"));
        Assert.Equal("number", Seen(number));

        await browser.GenerateAsync(OtpSite.Number);
        var code = (await browser.GetPageAsync("/pages/tag")).Page;
        Assert.Equal("code", Seen(code));
        Assert.Equal("1.99 <a week>", code.QuerySelector("form #price")!.TextContent);
        Assert.Equal("Pay", code.QuerySelector("form button")!.TextContent);

        await browser.VerifyAsync(site.Code);
        Assert.Equal("verified", Seen((await browser.GetPageAsync("/pages/tag")).Page));

        static string Seen(IHtmlDocument page) => string.Join(' ', page.QuerySelectorAll("[data-for]:not([hidden]) p").Select(slot => slot.Id));
    }

    [Theory]
    [InlineData("en", "United Kingdom (\u2066+44\u2069)", "Iraq (\u2066+964\u2069)", "Kuwait (\u2066+965\u2069)")]
    [InlineData("zh-Hans", "英国 (\u2066+44\u2069)", "伊拉克 (\u2066+964\u2069)", "科威特 (\u2066+965\u2069)")]
    [InlineData("ar", "المملكة المتحدة (\u2066+44\u2069)", "العراق (\u2066+964\u2069)", "الكويت (\u2066+965\u2069)")]
    [InlineData("fr", "Royaume-Uni (\u2066+44\u2069)", "Irak (\u2066+964\u2069)", "Koweït (\u2066+965\u2069)")]
    public async Task Countries_have_the_visitors_words_the_campaigns_come_first_and_the_chosen_reads_the_number(
        string language, params string[] names)
    {
        await using var site = await OtpPlaces.StartAsync(
            builder => builder.Services.Configure<Offer18OtpOptions>(otp =>
            {
                otp.AllowedCountries.Add("KW");
                otp.AllowedCountries.Add("IQ");
                otp.DefaultCountry = "GB";
            }),
            app => app.UseRequestLocalization("en", "zh-Hans", "ar", "fr"));
        using var browser = site.NewBrowser();

        var page = await browser.GetPageAsync("/component/verify", language);
        var options = page.Page.QuerySelectorAll<IHtmlOptionElement>("select[name=country] option").ToArray();
        Assert.Equal(names[0], options[0].Text);
        Assert.True(options[0].IsSelected);
        Assert.Equal(names.Order(), options.Select(option => option.Text).Order());

        await browser.SubmitAsync(page, "generate", ("msisdn", "5001 2345"), ("country", "KW"));
        Assert.Equal("+965•••••2345", (await browser.GetPageAsync("/component/verify")).Page.QuerySelector("[role=status] bdi")!.TextContent);
    }

    [Theory]
    [InlineData(null, "ar-IQ,en;q=0.5", null, "")]
    [InlineData(null, "ar-KW,ar-IQ;q=0.5", null, "KW")]
    [InlineData(null, "en-US,en;q=0.5", null, "")]
    [InlineData("X-Country", "ar-IQ", "kw", "KW")]
    [InlineData("X-Country", "ar-IQ", "US", "")]
    [InlineData("X-Other", "en", "KW", "")]
    public async Task Where_there_are_several_countries_the_header_chooses_or_the_language(string? header, string languages, string? sent, string chosen)
    {
        await using var site = await OtpPlaces.StartAsync(builder => builder.Services.Configure<Offer18OtpOptions>(otp =>
        {
            otp.AllowedCountries.Add("KW");
            otp.CountryHeader = header;
        }));
        using var browser = new OtpBrowserClient(site.Address, languages);
        var request = new HttpRequestMessage(HttpMethod.Get, "/component/verify");
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.Add("X-Country", sent);

        var page = (await browser.SendAsync(request)).Page;

        Assert.Equal(chosen, page.QuerySelector<IHtmlSelectElement>("select[name=country]")!.Value);
        Assert.Equal(chosen == "KW" ? "+965" : null, page.QuerySelector(".offer18-otp__country")!.GetAttribute("data-code"));
    }

    [Fact]
    public async Task Texts_are_in_UTF_8_as_they_are_whatever_the_sites_own_encoder()
    {
        await using var site = await OtpPlaces.StartAsync(
            builder => builder.Services.Configure<Offer18OtpOptions>(otp => otp.AllowedCountries.Add("KW")), app => app.UseRequestLocalization("en", "zh-Hans", "ar"));
        using var browser = site.NewBrowser();

        var chinese = (await browser.GetPageAsync("/component/verify", "zh-Hans")).Body;
        var arabic = (await browser.GetPageAsync("/pages/tag", "ar")).Body;

        Assert.Contains(">手机号码</label>", chinese, StringComparison.Ordinal);
        Assert.Contains(">科威特 (", chinese, StringComparison.Ordinal);
        Assert.Contains(">رقم الهاتف المحمول</label>", arabic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_no_list_for_one_country_and_one_for_all_the_world()
    {
        await using var one = await OtpPlaces.StartAsync();
        await using var all = await OtpPlaces.StartAsync(builder => builder.Services.Configure<Offer18OtpOptions>(otp => otp.AllowedCountries.Add("*")));
        using var local = one.NewBrowser();
        using var abroad = all.NewBrowser();

        Assert.Null((await local.GetPageAsync("/component/verify")).Page.QuerySelector("select"));
        var options = (await abroad.GetPageAsync("/component/verify")).Page.QuerySelectorAll<IHtmlOptionElement>("select option").ToArray();
        Assert.InRange(options.Length, 240, 260);
        Assert.Equal(("", "Choose a country"), (options[0].Value, options[0].Text));
        Assert.All(options.Skip(1), option => Assert.Matches(@"^\p{L}.+ \(\u2066\+\d{1,3}\u2069\)$", option.Text));
    }

    [Theory]
    [InlineData("07700 900401")]
    [InlineData("07700 900402")]
    public async Task An_error_leads_to_the_field_and_what_was_typed_is_in_it(string number)
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/pages/tag"), "generate", ("msisdn", number));

        var page = (await browser.GetPageAsync("/pages/tag")).Page;
        var error = page.QuerySelector("[role=alert]")!;

        Assert.Equal("-1", error.GetAttribute("tabindex"));
        Assert.Equal("/pages/tag#offer18-otp-number", error.QuerySelector("a")!.GetAttribute("href"));
        Assert.NotNull(page.QuerySelector("#offer18-otp-number"));
        Assert.Equal(number, page.QuerySelector<IHtmlInputElement>("[name=msisdn]")!.Value);
        Assert.Null(error.QuerySelector(".offer18-otp__way"));
    }

    [Theory]
    [InlineData("/pages/tag", "/pages/members")]
    [InlineData("/component/verify", null)]
    public async Task A_subscriber_is_told_so_once_and_goes_to_the_content_or_takes_another_number(string url, string? content)
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync(url), "generate", ("msisdn", "07700 900404"));

        var told = await browser.GetPageAsync(url);

        Assert.Null(told.Page.QuerySelector("[role=alert]"));
        Assert.Equal("This number is already subscribed to the service.", Text(told, "[role=status]"));
        Assert.Empty(told.Page.QuerySelectorAll("[name=msisdn], [name=otp]"));
        var main = Assert.Single(told.Page.QuerySelectorAll(".offer18-otp__main .offer18-otp__button"));
        Assert.Equal(content, main.GetAttribute("href"));
        Assert.Equal(content is null ? "Use another number" : "Go to the content", main.TextContent);
        Assert.Equal(content is null ? 0 : 1, told.Page.QuerySelectorAll(".offer18-otp__main .offer18-otp__link").Length);
        await browser.SubmitAsync(told, "reset");
        Assert.NotNull((await browser.GetPageAsync(url)).Page.QuerySelector("[name=msisdn]"));
    }

    [Fact]
    public async Task A_subscriber_who_comes_back_on_another_day_is_asked_anew()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", "07700 900404"));
        for (var reload = 0; reload < 3; reload++)
        {
            Assert.Empty((await browser.GetPageAsync("/component/verify")).Page.QuerySelectorAll("[name=msisdn]"));
            site.Clock.Advance(TimeSpan.FromMinutes(4));
        }

        Assert.NotNull((await browser.GetPageAsync("/component/verify")).Page.QuerySelector("[name=msisdn]"));
    }

    [Fact]
    public async Task An_error_about_the_country_marks_the_country_and_leads_there()
    {
        await using var site = await OtpPlaces.StartAsync(builder => builder.Services.Configure<Offer18OtpOptions>(options =>
        {
            options.AllowedCountries.Clear();
            options.AllowedCountries.Add("*");
            options.DefaultCountry = null;
        }));
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", "0790 123 4567"));
        var page = (await browser.GetPageAsync("/component/verify")).Page;
        var country = page.QuerySelector("[name=country]")!;
        var number = page.QuerySelector("[name=msisdn]")!;
        var error = page.QuerySelector("[role=alert]")!;

        Assert.StartsWith("Error: Which country is the number from?", Words(error), StringComparison.Ordinal);
        Assert.EndsWith($"#{country.Id}", error.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal(("true", error.Id), (country.GetAttribute("aria-invalid"), country.GetAttribute("aria-describedby")));
        Assert.False(number.HasAttribute("aria-invalid"));
        Assert.DoesNotContain(error.Id, number.GetAttribute("aria-describedby")!.Split(' '));
    }

    [Fact]
    public async Task The_last_wrong_code_locks_and_the_page_says_until_when_even_when_reloaded()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        for (var wrong = 0; wrong < 5; wrong++)
        {
            await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "verify", ("otp", site.WrongCode));
        }

        var locked = (await browser.GetPageAsync("/component/verify")).Page;
        var error = locked.QuerySelector("[role=alert]")!;
        Assert.Equal("Error: Too many wrong codes", Words(error));
        // The text follows from restart; the code is the one that JSON says.
        Assert.Equal("invalid_otp", error.GetAttribute("data-code"));
        Assert.Contains("\"error\":\"invalid_otp\"", locked.QuerySelector("[data-status]")!.GetAttribute("data-status"), StringComparison.Ordinal);
        AssertLocked(locked, "", "Send a new code in 30 seconds");

        site.Clock.Advance(TimeSpan.FromSeconds(10));
        var again = (await browser.GetPageAsync("/component/verify")).Page;
        Assert.Null(again.QuerySelector("[role=alert]"));
        AssertLocked(again, "The code for +44•••••0123 can no longer be used.", "Send a new code in 20 seconds");

        site.Clock.Advance(TimeSpan.FromSeconds(21));
        var over = await browser.GetPageAsync("/component/verify");
        AssertLocked(over.Page, "The code for +44•••••0123 can no longer be used.", "Send a new code");
        await browser.SubmitAsync(over, "generate");
        Assert.NotNull((await browser.GetPageAsync("/component/verify")).Page.QuerySelector("[name=otp]"));
        Assert.Equal(2, site.Generated);

        // One line, one button, one link.
        static void AssertLocked(IHtmlDocument page, string status, string button)
        {
            var main = page.QuerySelector(".offer18-otp__main")!;
            Assert.Null(page.QuerySelector("[name=otp]"));
            Assert.Equal(status, Words(page.QuerySelector("[role=status]")!));
            Assert.Equal(button, Words(Assert.Single(main.QuerySelectorAll(".offer18-otp__button"))));
            Assert.Equal("Change number", Assert.Single(main.QuerySelectorAll("a, button:not(.offer18-otp__button)")).TextContent);
        }
    }

    [Fact]
    public async Task On_a_page_that_streams_it_is_in_what_comes_first_whatever_the_store_takes()
    {
        var stores = new StoreSwitch { Late = true };
        await using var site = await OtpPlaces.StartAsync(builder =>
        {
            builder.Services.AddSingleton(stores);
            builder.Services.Decorate<IOtpRequestStore, FailingRequestStore>();
        });
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/streamed"), "generate", ("msisdn", OtpSite.Number));
        await browser.SubmitAsync(await browser.GetPageAsync("/component/streamed"), "verify", ("otp", site.WrongCode));

        var page = await browser.GetPageAsync("/component/streamed");
        var first = page.Body.Split("<blazor-ssr>")[0];
        Assert.Contains("Loading", first, StringComparison.Ordinal);
        Assert.Contains("name=\"otp\"", first, StringComparison.Ordinal);
        Assert.Contains("That code is not right", first, StringComparison.Ordinal);
        Assert.DoesNotContain("That code is not right", (await browser.GetPageAsync("/component/streamed")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_code_offers_a_new_one()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var late = site.NewBrowser();
        await late.GenerateAsync("07700 900555");
        site.Clock.Advance(TimeSpan.FromMinutes(11));
        var expired = await late.GetPageAsync("/component/verify");
        Assert.Null(expired.Page.QuerySelector("[name=otp]"));
        Assert.Equal("The code for +44•••••0555 has expired.", Text(expired, "[role=status]"));
        await late.SubmitAsync(expired, "generate");
        Assert.NotNull((await late.GetPageAsync("/component/verify")).Page.QuerySelector("[name=otp]"));
    }

    [Fact]
    public async Task A_code_that_expires_while_it_is_typed_leads_to_a_new_one()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var late = site.NewBrowser();
        await late.GenerateAsync("07700 900555");
        var page = await late.GetPageAsync("/component/verify");
        site.Clock.Advance(TimeSpan.FromMinutes(11));
        await late.SubmitAsync(page, "verify", ("otp", "123456"));
        var expired = await late.GetPageAsync("/component/verify");
        Assert.Equal("Error: The code has expired", Text(expired, "[role=alert]"));
        Assert.Equal("", Text(expired, "[role=status]"));
        Assert.EndsWith("/generate", expired.Page.QuerySelector(".offer18-otp__button")!.Closest("form")!.GetAttribute("action"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_module_and_the_style_weigh_at_most_9_KB_together()
    {
        // The third is what Blazor needs besides.
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            brotli.Write(File.ReadAllBytes(Path.Combine(Repository.Root, "src/Offer18.Otp.AspNetCore/wwwroot/Offer18.Otp.AspNetCore.lib.module.js")));
        }

        Assert.InRange(OtpFile.Module.Size.Brotli + OtpFile.Style.Size.Brotli + compressed.Length, 1, 9_000);
    }

    private static string Text(OtpAnswer page, string selector) => Words(page.Page.QuerySelector(selector)!);

    private static string Words(IElement element) => string.Join(' ', element.Text().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
