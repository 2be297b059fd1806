using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

/// <summary>A campaign that is paused, or whose breaker is open, sends no codes and counts nothing. A code that was sent before still works.</summary>
public sealed class OutageTests
{
    private readonly StoreSwitch _stores = new();
    private ConfigurationManager _configuration = null!;

    public static TheoryData<string> Languages => [.. Texts.Languages("OtpText")];

    [Fact]
    public async Task A_paused_campaign_sends_nothing_and_touches_no_limit()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        SetPaused(true);

        var answer = await browser.GenerateAsync(OtpSite.Number);

        answer.AssertProblem(HttpStatusCode.ServiceUnavailable, "upstream_unavailable");
        Assert.Equal((null, "No codes at the moment"), (answer.Number("retryAfter"), answer.Text("title")));
        Assert.Equal("none", (await browser.StatusAsync()).State);
        Assert.Equal(0, site.Generated);
        Assert.DoesNotContain("BeginSend", _stores.Calls);
    }

    [Fact]
    public async Task A_pause_ends_without_a_restart()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        SetPaused(true);
        await browser.GenerateAsync(OtpSite.Number);

        SetPaused(false);

        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
    }

    [Fact]
    public async Task A_code_that_was_sent_before_the_pause_still_works_and_a_proof_stays_valid()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        SetPaused(true);
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        (await browser.ResendAsync()).AssertProblem(HttpStatusCode.ServiceUnavailable, "upstream_unavailable");

        Assert.Equal("pending", (await browser.StatusAsync()).State);
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetPageAsync("/component/premium")).Status);
    }

    [Fact]
    public async Task One_campaign_s_pause_is_not_another_s()
    {
        await using var site = await StartAsync(
            builder => builder.Services.AddOffer18Otp("games", otp =>
            {
                OtpNode.Configure(otp, new Uri("http://127.0.0.1:9/"));
                otp.Paused = true;
            }),
            app => app.MapOffer18Otp("games", "/games/otp"));
        using var browser = site.NewBrowser();

        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
        Assert.Equal("No codes at the moment", (await browser.GenerateAsync(OtpSite.Number, prefix: "/games/otp")).Text("title"));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task The_page_of_a_paused_campaign_says_so_before_anybody_types(string language)
    {
        await using var site = await StartAsync(map: app => app.UseRequestLocalization([.. Texts.Languages("OtpText")]));
        using var browser = site.NewBrowser();
        SetPaused(true);

        var page = (await browser.GetPageAsync("/component/verify", language)).Page;

        var texts = Texts.Of("OtpText", language);
        Assert.Equal(
            [texts["error.paused.title"], texts["error.paused.detail"], texts["error.check_again"]],
            page.QuerySelectorAll(".offer18-otp__notice p").Select(text => text.TextContent));
        Assert.Equal("/component/verify", page.QuerySelector(".offer18-otp__notice a[data-look]")!.GetAttribute("href"));
        Assert.Null(page.QuerySelector("[name=msisdn]"));
        Assert.Null(page.QuerySelector(".offer18-otp__error"));
    }

    [Fact]
    public async Task A_form_that_was_open_when_the_pause_began_gets_the_reason()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var open = await browser.GetPageAsync("/component/verify");
        SetPaused(true);

        var back = await browser.SubmitAsync(open, "generate", ("msisdn", OtpSite.Number));
        var page = (await browser.GetPageAsync(back.Location!)).Page;

        Assert.Equal("No codes at the moment", page.QuerySelector(".offer18-otp__error strong")!.TextContent);
        Assert.Equal("upstream_unavailable", page.QuerySelector(".offer18-otp__error")!.GetAttribute("data-code"));
        Assert.Null(page.QuerySelector(".offer18-otp__notice"));
        Assert.Null(page.QuerySelector("[name=msisdn]"));
        SetPaused(false);
        Assert.NotNull((await browser.GetPageAsync("/component/verify")).Page.QuerySelector("[name=msisdn]"));
    }

    [Fact]
    public async Task While_the_breaker_is_open_a_send_is_refused_before_anything_is_counted()
    {
        await using var site = await StartAsync(options: Dead);
        using var browser = site.NewBrowser();
        await OpenBreakerAsync(browser);
        site.Clock.Advance(TimeSpan.FromSeconds(5));
        _stores.Calls.Clear();

        var answer = await browser.GenerateAsync(OtpSite.Number);

        answer.AssertProblem(HttpStatusCode.ServiceUnavailable, "upstream_unavailable");
        Assert.Equal((10, "The service cannot be reached"), (answer.Number("retryAfter"), answer.Text("title")));
        Assert.DoesNotContain("BeginSend", _stores.Calls);
    }

    [Fact]
    public async Task While_the_breaker_is_open_the_page_keeps_its_form_and_names_a_time()
    {
        await using var site = await StartAsync(options: Dead);
        using var browser = site.NewBrowser();
        await OpenBreakerAsync(browser);
        site.Clock.Advance(TimeSpan.FromSeconds(5));

        var during = (await browser.GetPageAsync("/component/verify")).Page;
        site.Clock.Advance(TimeSpan.FromSeconds(10));
        var after = (await browser.GetPageAsync("/component/verify")).Page;

        Assert.Equal(
            ["Sorry, we cannot send codes right now", "The service cannot be reached.", "Try again in 10\u00a0seconds."],
            during.QuerySelectorAll(".offer18-otp__notice p").Select(text => text.TextContent));
        Assert.Equal("10", during.QuerySelector(".offer18-otp__notice [data-expires]")!.GetAttribute("data-expires"));
        Assert.NotNull(during.QuerySelector("[name=msisdn]"));
        Assert.Null(after.QuerySelector(".offer18-otp__notice"));
    }

    [Fact]
    public async Task After_the_break_a_visitor_s_send_is_the_trial_call()
    {
        await using var site = await StartAsync(options: Dead);
        using var browser = site.NewBrowser();
        await OpenBreakerAsync(browser);
        site.Clock.Advance(TimeSpan.FromSeconds(15));
        _stores.Calls.Clear();

        await browser.GenerateAsync(OtpSite.Number);

        Assert.Contains("BeginSend", _stores.Calls);
    }

    [Fact]
    public async Task One_operator_s_open_breaker_refuses_only_its_own_numbers_before_anything_is_counted()
    {
        await using var site = await StartAsync(options: Operators);
        using var browser = site.NewBrowser();
        await OpenBreakerAsync(site, "nova");
        site.Clock.Advance(TimeSpan.FromSeconds(5));

        var answer = await browser.GenerateAsync("07700 900124");

        answer.AssertProblem(HttpStatusCode.ServiceUnavailable, "upstream_unavailable");
        Assert.Equal(10, answer.Number("retryAfter"));
        Assert.DoesNotContain("BeginSend", _stores.Calls);
        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
    }

    [Fact]
    public async Task The_page_speaks_of_an_outage_only_if_no_number_can_get_a_code()
    {
        await using var site = await StartAsync(options: Operators);
        await OpenBreakerAsync(site, "nova");
        Assert.Null(await OutageAsync(site));

        site.Clock.Advance(TimeSpan.FromSeconds(5));
        await OpenBreakerAsync(site, "orbit");
        Assert.Null(await OutageAsync(site));

        await OpenBreakerAsync(site, null);
        Assert.Equal("10", await OutageAsync(site));

        // One of the three may try again.
        site.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await OutageAsync(site));
    }

    [Fact]
    public async Task Where_operators_are_complete_the_campaign_s_own_breaker_does_not_matter()
    {
        await using var site = await StartAsync(options: options =>
        {
            Operators(options);
            options.OperatorsAreComplete = true;
        });

        await OpenBreakerAsync(site, "nova");
        Assert.Null(await OutageAsync(site));
        await OpenBreakerAsync(site, "orbit");
        Assert.Equal("15", await OutageAsync(site));
    }

    private static void Operators(Offer18OtpOptions options)
    {
        options.Operators.Add(new() { Name = "nova", Prefixes = { "+44 7700 900124" } });
        options.Operators.Add(new() { Name = "orbit", Prefixes = { "+44 7700 900125" } });
    }

    private static async Task OpenBreakerAsync(OtpSite site, string? name)
    {
        for (var call = 0; call < 5; call++)
        {
            await site.Services.GetRequiredService<IOffer18OtpClient>().GenerateAsync(new() { Msisdn = "447700900500", Operator = name }, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string?> OutageAsync(OtpSite site)
    {
        using var browser = site.NewBrowser();
        return (await browser.GetPageAsync("/component/verify")).Page.QuerySelector(".offer18-otp__notice [data-expires]")?.GetAttribute("data-expires");
    }

    // Nobody listens at this address.
    private static void Dead(Offer18OtpOptions options) => options.BaseAddress = new Uri("http://127.0.0.1:9/");

    private static async Task OpenBreakerAsync(OtpBrowserClient browser)
    {
        for (var call = 0; call < 5; call++)
        {
            Assert.Null((await browser.GenerateAsync(OtpSite.Number)).Number("retryAfter"));
        }
    }

    private void SetPaused(bool paused)
    {
        _configuration["Otp:Paused"] = paused.ToString();
        ((IConfigurationRoot)_configuration).Reload();
    }

    private Task<OtpSite> StartAsync(
        Action<WebApplicationBuilder>? build = null, Action<WebApplication>? map = null, Action<Offer18OtpOptions>? options = null) => OtpSite.StartAsync(
        builder =>
        {
            OtpPlaces.Build(builder);
            _configuration = builder.Configuration;
            builder.Services.Configure<Offer18OtpOptions>(builder.Configuration.GetSection("Otp"));
            builder.Services.AddSingleton(_stores);
            builder.Services.Decorate<IOtpRequestStore, FailingRequestStore>();
            build?.Invoke(builder);
        },
        app =>
        {
            map?.Invoke(app);
            OtpPlaces.Map(app);
        },
        options);
}
