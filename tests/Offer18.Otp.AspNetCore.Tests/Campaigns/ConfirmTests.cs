using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Campaigns;

/// <summary>With <see cref="Offer18OtpOptions.ConfirmBeforeVerify"/>, nothing but the button that confirms subscribes anybody.</summary>
public sealed class ConfirmTests
{
    internal const string PageUrl = "/component/terms";

    [Fact]
    public async Task A_code_is_checked_when_the_visitor_confirms_and_not_before()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var page = await AskAsync(site, browser);
        Assert.Equal("Continue", Words(page, "form[action$=verify] button"));

        Assert.StartsWith(PageUrl, (await browser.SubmitAsync(page, "verify", ("otp", site.Code))).Location, StringComparison.Ordinal);
        var confirm = await browser.GetPageAsync(PageUrl);

        Assert.Equal(0, site.Verified);
        Assert.Null(confirm.Page.QuerySelector("[name=otp]"));
        Assert.Equal("Please check and confirm. No subscription starts until you do.", Words(confirm, "[role=status]"));
        Assert.Equal("Your number: +44•••••0123", Words(confirm, "form[action$=verify] p[tabindex]"));
        Assert.Equal("Costs £1 a week.", Words(confirm, "form[action$=verify] .offer18-otp__terms [data-for='@zain']:not([hidden])"));
        Assert.Equal(["Confirm", "Cancel"], confirm.Page.QuerySelectorAll("[data-part=main] button").Select(button => button.Text().Trim()));

        var verified = await browser.SubmitAsync(confirm, "verify");
        Assert.Equal((HttpStatusCode.SeeOther, "/", 1), (verified.Status, verified.Location, site.Verified));
        Assert.Equal("verified", (await browser.StatusAsync()).State);
        Assert.Equal(site.Code, site.Offer18.Calls.Single(call => call.Operation == "otp_verify").Parameter("otp"));
    }

    [Fact]
    public async Task After_a_confirmation_without_an_answer_nothing_is_promised()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var confirm = await ToConfirmAsync(site, browser);
        site.Offer18.NextOutcome = "447700900607";
        await browser.SubmitAsync(confirm, "verify");
        for (var view = 0; view < 2; view++)
        {
            Assert.Equal("We got no answer about your confirmation. Confirm again, or check your text messages.", Words(await browser.GetPageAsync(PageUrl), "[role=status]"));
        }
    }

    [Fact]
    public async Task The_terms_stay_though_the_operator_is_taken_out_of_the_settings()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await ToConfirmAsync(site, browser);
        site.Services.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().CurrentValue.Operators.RemoveAt(0);

        var confirm = await browser.GetPageAsync(PageUrl);
        Assert.Equal("Costs £1 or £2 a week.", Words(confirm, "form[action$=verify] .offer18-otp__terms [data-for]:not([hidden])"));
        await browser.SubmitAsync(confirm, "verify");
        Assert.Equal("Costs £1 or £2 a week.", (await ConsentTests.ConsentOfAsync(browser)).AtVerify!.Text);
    }

    [Fact]
    public async Task The_button_that_is_filed_is_the_one_that_was_shown()
    {
        await using var site = await StartAsync(otp => otp.ConfirmBeforeVerify = false);
        using var browser = site.NewBrowser();
        var before = await AskAsync(site, browser);
        site.Services.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().CurrentValue.ConfirmBeforeVerify = true;
        await browser.SubmitAsync(before, "verify", ("otp", site.Code));
        var terms = before.Page.QuerySelector("[name=terms]")!.GetAttribute("value")!;

        // The module keeps the page's terms and takes the server's buttons.
        await browser.SubmitAsync(await browser.GetPageAsync(PageUrl), "verify", ("terms", terms));

        Assert.Equal("Confirm", (await ConsentTests.ConsentOfAsync(browser)).AtVerify!.Button);
    }

    [Fact]
    public async Task A_program_posts_the_code_and_then_the_confirmation()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await AskAsync(site, browser);

        var waiting = await browser.PostAsync(OtpBrowserClient.DefaultPrefix, "verify", new() { ["otp"] = site.Code, ["confirm"] = true });
        Assert.Equal((HttpStatusCode.OK, "pending", true, null), (waiting.Status, waiting.State, Awaits(waiting), waiting.Text("returnUrl")));
        Assert.Equal(5, waiting.Number("attemptsRemaining"));
        Assert.True(Awaits(await browser.StatusAsync()));
        Assert.Equal(0, site.Verified);

        var verified = await ConfirmAsync(browser);
        Assert.Equal(("verified", "/", false), (verified.State, verified.Text("returnUrl"), Awaits(verified)));
        Assert.Equal("verified", (await ConfirmAsync(browser)).State);
        Assert.Equal(1, site.Verified);
    }

    [Fact]
    public async Task A_wrong_code_costs_an_attempt_once_confirmed_and_must_be_typed_anew()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await AskAsync(site, browser);
        for (var times = 0; times < 3; times++)
        {
            await browser.VerifyAsync(site.WrongCode);
        }

        var wrong = await ConfirmAsync(browser);
        wrong.AssertProblem(HttpStatusCode.UnprocessableEntity, OtpErrorCodes.InvalidOtp);
        Assert.Equal((4, 1), (wrong.Number("attemptsRemaining"), site.Verified));

        (await ConfirmAsync(browser)).AssertProblem(HttpStatusCode.UnprocessableEntity, OtpErrorCodes.InvalidOtp);
        Assert.Equal(1, site.Verified);
        Assert.NotNull((await browser.GetPageAsync(PageUrl)).Page.QuerySelector("[name=otp]"));
    }

    [Fact]
    public async Task What_is_no_code_is_told_at_once()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var page = await AskAsync(site, browser);

        await browser.SubmitAsync(page, "verify", ("otp", "12"));

        Assert.NotNull((await browser.GetPageAsync(PageUrl)).Page.QuerySelector("[name=otp][aria-invalid=true]"));
        Assert.False(Awaits(await browser.StatusAsync()));
    }

    [Fact]
    public async Task A_code_that_expires_while_it_waits_leads_to_a_new_one()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var confirm = await ToConfirmAsync(site, browser);
        site.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal("Send a new code", Words(await browser.GetPageAsync(PageUrl), "[data-part=main] .offer18-otp__button"));
        await browser.SubmitAsync(confirm, "verify");
        Assert.Equal("Error: The code has expired", Words(await browser.GetPageAsync(PageUrl), "[role=alert]"));
        Assert.Equal(0, site.Verified);

        await browser.ResendAsync();
        Assert.False(Awaits(await browser.StatusAsync()));
        Assert.True(Awaits(await browser.VerifyAsync(site.Code)));
        Assert.Equal("verified", (await ConfirmAsync(browser)).State);
    }

    [Fact]
    public async Task No_code_waits_for_a_number_whose_attempts_are_used_up()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await AskAsync(site, browser);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await browser.VerifyAsync(Wrong(site, attempt));
            await ConfirmAsync(browser);
        }

        var refused = await browser.VerifyAsync(site.Code);

        refused.AssertProblem((HttpStatusCode)429, OtpErrorCodes.AttemptsExhausted);
        Assert.Equal((0, true, 5), (refused.Number("attemptsRemaining"), refused.Json.GetProperty("restart").GetBoolean(), site.Verified));
        Assert.InRange(refused.Number("retryAfter")!.Value, 1, 3600);
    }

    [Fact]
    public async Task An_old_tab_confirms_the_number_that_it_shows_or_nothing()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var oldTab = await ToConfirmAsync(site, browser);

        // A second tab has gone on to another number, and its code waits there.
        await browser.ResetAsync();
        await browser.PostAsync(OtpBrowserClient.DefaultPrefix, "generate", new() { ["msisdn"] = "+44 7700 901999", ["consent"] = true });
        await browser.VerifyAsync(new Phone(site.Offer18, "447700901999").Code);
        await browser.SubmitAsync(oldTab, "verify");

        Assert.Equal(0, site.Verified);
        var page = await browser.GetPageAsync(PageUrl);
        Assert.Contains("0123", Words(page, "[role=status]"), StringComparison.Ordinal);
        Assert.NotNull(page.Page.QuerySelector("[name=otp]"));
    }

    [Fact]
    public async Task A_tab_whose_number_is_forgotten_confirms_no_other()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var oldTab = await ToConfirmAsync(site, browser);
        foreach (var number in new[] { "447700901998", "447700901999" })
        {
            await browser.ResetAsync();
            await browser.PostAsync(OtpBrowserClient.DefaultPrefix, "generate", new() { ["msisdn"] = "+" + number, ["consent"] = true });
        }

        await browser.VerifyAsync(new Phone(site.Offer18, "447700901999").Code);
        await browser.SubmitAsync(oldTab, "verify");

        Assert.Equal((0, "pending"), (site.Verified, (await browser.StatusAsync()).State));
        Assert.Contains("1999", Words(await browser.GetPageAsync(PageUrl), "p[tabindex]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tab_from_before_a_verification_confirms_nothing_more()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var oldTab = await ToConfirmAsync(site, browser);
        await ConfirmAsync(browser);
        await browser.PostAsync(OtpBrowserClient.DefaultPrefix, "generate", new() { ["msisdn"] = "+447700901999", ["consent"] = true });
        await browser.VerifyAsync(new Phone(site.Offer18, "447700901999").Code);

        await browser.SubmitAsync(oldTab, "verify");

        Assert.Equal(1, site.Verified);
    }

    [Fact]
    public async Task A_tab_that_shows_an_older_code_of_the_number_confirms_nothing()
    {
        await using var site = await StartAsync();
        using var measurements = new Measurements(site.Services);
        using var browser = site.NewBrowser();
        var oldTab = await ToConfirmAsync(site, browser);
        await browser.VerifyAsync(site.WrongCode);

        await browser.SubmitAsync(oldTab, "verify");

        Assert.Equal(0, site.Verified);
        Assert.True(Awaits(await browser.StatusAsync()));
        Assert.Empty(measurements.Of("offer18.otp.checks"));
    }

    [Fact]
    public async Task A_code_that_waits_is_not_checked_against_a_newer_message()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var confirm = await ToConfirmAsync(site, browser);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        // Its answer never reaches the browser.
        using var lost = site.NewBrowser();
        lost.Take(browser.OtpCookie()!);
        await lost.ResendAsync();

        await browser.SubmitAsync(confirm, "verify");

        Assert.Equal((0, 5), (site.Verified, (await browser.StatusAsync()).Number("attemptsRemaining")));
        Assert.NotNull((await browser.GetPageAsync(PageUrl)).Page.QuerySelector("[name=otp]"));
    }

    [Fact]
    public async Task A_campaign_that_begins_to_ask_has_evidence_from_then_on()
    {
        await using var site = await StartAsync(otp => (otp.ConfirmBeforeVerify, otp.RequireConsent) = (false, false));
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        site.Services.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().CurrentValue.ConfirmBeforeVerify = true;
        await browser.SubmitAsync(await browser.GetPageAsync(PageUrl), "verify", ("otp", site.Code));
        await browser.SubmitAsync(await browser.GetPageAsync(PageUrl), "verify");

        var consent = await ConsentTests.ConsentOfAsync(browser);
        Assert.Equal((site.Clock.GetUtcNow(), null, "Costs £1 a week.", "+447700900123"), (consent.ConfirmedAt, consent.GivenAt, consent.AtVerify!.Text, consent.Msisdn));
    }

    [Fact]
    public async Task A_program_is_told_of_no_confirmation_that_can_no_longer_be()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await ToConfirmAsync(site, browser);
        site.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.False(Awaits(await browser.StatusAsync()));
    }

    [Fact]
    public async Task A_new_code_takes_the_place_of_the_one_that_waited()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await ToConfirmAsync(site, browser);
        site.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.False(Awaits(await browser.ResendAsync()));

        (await ConfirmAsync(browser)).AssertProblem(HttpStatusCode.UnprocessableEntity, OtpErrorCodes.InvalidOtp);
        Assert.Equal(0, site.Verified);
    }

    [Fact]
    public async Task A_confirmation_that_got_no_answer_can_be_repeated()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var confirm = await ToConfirmAsync(site, browser);
        site.Offer18.NextOutcome = "447700900606";

        await browser.SubmitAsync(confirm, "verify");
        var again = await browser.GetPageAsync(PageUrl);

        Assert.Equal("Confirm", Words(again, "form[action$=verify] button"));
        Assert.NotNull(again.Page.QuerySelector($"[role=alert] a[href$='#{again.Page.QuerySelector("form[action$=verify] button")!.Id}']"));
        await browser.SubmitAsync(again, "verify");
        Assert.Equal("verified", (await browser.StatusAsync()).State);
    }

    [Fact]
    public async Task A_browser_that_lost_the_answer_to_its_confirmation_is_verified()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await ToConfirmAsync(site, browser);
        var before = browser.OtpCookie()!;
        await ConfirmAsync(browser);
        using var late = site.NewBrowser();
        late.Take(before);

        Assert.Equal("verified", (await late.StatusAsync()).State);
        Assert.Equal(1, site.Verified);
    }

    [Fact]
    public async Task Of_many_confirmations_at_once_one_reaches_Offer18()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await ToConfirmAsync(site, browser);
        var token = await browser.TokenAsync();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => browser.PostAsync(
            OtpBrowserClient.DefaultPrefix + "/verify", System.Net.Http.Json.JsonContent.Create(new { confirm = true }), token)));

        Assert.Equal(1, site.Verified);
        Assert.Equal("verified", (await browser.StatusAsync()).State);
    }

    [Fact]
    public async Task The_evidence_says_what_was_confirmed_and_when()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var confirm = await ToConfirmAsync(site, browser);
        var shownAt = site.Clock.GetUtcNow();
        site.Clock.Advance(TimeSpan.FromSeconds(7));

        await browser.SubmitAsync(confirm, "verify");

        var consent = await ConsentTests.ConsentOfAsync(browser);
        Assert.Equal(("zain", "+" + OtpSite.Msisdn, shownAt.AddSeconds(7)), (consent.Operator, consent.Msisdn, consent.ConfirmedAt));
        Assert.Equal(("Costs £1 a week.", "Confirm", shownAt), (consent.AtVerify!.Text, consent.AtVerify.Button, consent.AtVerify.ShownAt));
        Assert.Equal(("Costs £1 or £2 a week.", "Send code"), (consent.AtNumber!.Text, consent.AtNumber.Button));
    }

    [Fact]
    public async Task The_step_in_between_is_counted_as_no_check()
    {
        await using var site = await StartAsync();
        using var measurements = new Measurements(site.Services);
        using var browser = site.NewBrowser();
        await ToConfirmAsync(site, browser);
        Assert.Empty(measurements.Of("offer18.otp.checks"));

        await ConfirmAsync(browser);
        Assert.Single(measurements.Of("offer18.otp.checks"));
    }

    [Fact]
    public async Task A_code_that_waits_is_checked_though_the_owner_no_longer_asks_to_confirm()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var confirm = await ToConfirmAsync(site, browser);
        site.Services.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().CurrentValue.ConfirmBeforeVerify = false;

        await browser.SubmitAsync(confirm, "verify");

        Assert.Equal(("verified", 1), ((await browser.StatusAsync()).State, site.Verified));
    }

    [Theory]
    [InlineData(PageUrl, false)]
    [InlineData("/component/verify", true)]
    public async Task The_log_says_once_that_a_page_names_no_terms(string url, bool isSaid)
    {
        var log = new LogLines();
        await using var site = await StartAsync(build: builder => builder.Logging.AddProvider(log));
        using var browser = site.NewBrowser();
        for (var view = 0; view < 3; view++)
        {
            await browser.GetPageAsync(url);
        }

        Assert.Equal(isSaid ? 1 : 0, log.Of(1850).Length);
    }

    [Fact]
    public async Task A_campaign_without_it_takes_no_notice_of_a_confirmation()
    {
        await using var site = await StartAsync(otp => otp.ConfirmBeforeVerify = false);
        using var browser = site.NewBrowser();
        var page = await AskAsync(site, browser);
        Assert.Equal("Verify", Words(page, "form[action$=verify] button"));

        (await ConfirmAsync(browser)).AssertProblem(HttpStatusCode.UnprocessableEntity, OtpErrorCodes.InvalidOtp);
        Assert.Equal("verified", (await browser.PostAsync(OtpBrowserClient.DefaultPrefix, "verify", new() { ["otp"] = site.Code, ["confirm"] = true })).State);
    }

    internal static bool Awaits(OtpAnswer answer) => answer.Json.TryGetProperty("awaitsConfirmation", out var value) && value.GetBoolean();

    internal static string Wrong(OtpSite site, int attempt) => $"{(int.Parse(site.Code, System.Globalization.CultureInfo.InvariantCulture) + 1 + attempt) % 1_000_000:D6}";

    internal static string Words(OtpAnswer page, string selector) =>
        string.Join(' ', page.Page.QuerySelector(selector)!.Text().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    internal static Task<OtpAnswer> ConfirmAsync(OtpBrowserClient browser) =>
        browser.PostAsync(OtpBrowserClient.DefaultPrefix, "verify", new JsonObject { ["confirm"] = true });

    internal static async Task<OtpAnswer> AskAsync(OtpSite site, OtpBrowserClient browser)
    {
        await browser.SubmitAsync(await browser.GetPageAsync(PageUrl), "generate", ("msisdn", OtpSite.Number), ("consent", "true"));
        return await browser.GetPageAsync(PageUrl);
    }

    internal static async Task<OtpAnswer> ToConfirmAsync(OtpSite site, OtpBrowserClient browser)
    {
        await browser.SubmitAsync(await AskAsync(site, browser), "verify", ("otp", site.Code));
        return await browser.GetPageAsync(PageUrl);
    }

    internal static Task<OtpSite> StartAsync(Action<Offer18OtpOptions>? options = null, Action<WebApplicationBuilder>? build = null) => ConsentTests.StartAsync(
        options: otp =>
        {
            otp.ConfirmBeforeVerify = true;
            options?.Invoke(otp);
        },
        build: build);
}
