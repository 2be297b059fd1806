using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.BrowserTests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>The component in pages that no server renders, and where it cannot work.</summary>
public sealed class PlainHtmlTests(BrowserFixture browsers)
{
    private const string Landing = """
        <!DOCTYPE html>
        <html lang="ar" dir="rtl">
        <head><meta charset="utf-8"><title>Landing</title><link rel="icon" href="data:,"></head>
        <body>
        <script type="module" src="/offer18/otp/element.js"></script>
        <offer18-otp-verification return-url="/premium" submit-text="Get PIN" verify-text="Pay" consent-steps="code" class="mine">
          <p slot="consent">One day costs 1.</p>
          <p slot="code">Look at your phone.</p>
          <p slot="code"><span data-for="@zain">Words for zain.</span><span data-for="@">Words for the others.</span></p>
        </offer18-otp-verification>
        </body>
        </html>
        """;

    [Fact]
    public async Task Two_lines_in_a_static_page_let_a_visitor_through_under_the_strictest_policy()
    {
        await using var site = await StartAsync();
        var page = await browsers.NewPageAsync(new() { BaseURL = site.Address.ToString() });
        var errors = new List<string>();
        page.Console += (_, message) => errors.AddRange(message.Type == "error" ? [message.Text] : []);
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync("/landing?a=b");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Get PIN" })).ToBeVisibleAsync();
        await Expect(page.GetByText("One day costs 1.")).ToBeHiddenAsync();
        await Expect(page.GetByText("Look at your phone.")).ToBeHiddenAsync();
        await Expect(page.Locator("offer18-otp-verification")).ToHaveAttributeAsync("lang", "ar");
        await Expect(page.Locator("offer18-otp-verification")).ToHaveClassAsync("mine offer18-otp");
        await BrowserVisitor.TypeAsync(page.Locator("[name=msisdn]"), "123");
        await Expect(page.Locator("[data-part=main] .offer18-otp__error")).ToBeFocusedAsync();
        await BrowserVisitor.TypeAsync(page.Locator("[name=msisdn]"), OtpSite.Number);
        await Expect(page.Locator("[name=otp]")).ToBeFocusedAsync();
        await Expect(page.GetByText("Look at your phone.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Words for the others.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Words for zain.")).ToBeHiddenAsync();
        await Expect(page.Locator("form[action$=verify]").GetByText("One day costs 1.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pay" })).ToBeVisibleAsync();

        await page.ReloadAsync();
        await Expect(page.Locator("[name=otp]")).ToBeVisibleAsync();
        await BrowserVisitor.TypeAsync(page.Locator("[name=otp]"), site.Code);
        await Expect(page).ToHaveURLAsync(new Regex("/premium$"));
        await Expect(page.Locator("body")).ToHaveTextAsync("+447700900123");
        Assert.Empty(errors);
        Assert.Equal(1, site.Generated);
    }

    [Fact]
    public async Task A_page_that_a_script_builds_gets_the_component_too()
    {
        await using var site = await StartAsync();
        var page = await browsers.NewPageAsync(new() { BaseURL = site.Address.ToString() });
        await page.GotoAsync("/empty");

        await page.EvaluateAsync("""
            () => {
              const element = document.createElement('offer18-otp-verification');
              element.setAttribute('return-url', '/premium');
              document.body.append(element);
            }
            """);

        await BrowserVisitor.TypeAsync(page.Locator("[name=msisdn]"), OtpSite.Number);
        await Expect(page.Locator("[name=otp]")).ToBeVisibleAsync();
        await BrowserVisitor.TypeAsync(page.Locator("[name=otp]"), site.Code);
        await Expect(page).ToHaveURLAsync(new Regex("/premium$"));
    }

    [Theory]
    [InlineData("/premium", "/premium")]
    [InlineData("https://members.example/", "https://members.example/")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("https://[", null)]
    public async Task A_subscribers_address_of_the_page_is_offered_to_who_has_the_subscription(string address, string? offered)
    {
        await using var site = await StartAsync();
        var page = await browsers.NewPageAsync(new() { BaseURL = site.Address.ToString() });
        await page.GotoAsync("/empty");
        await page.EvaluateAsync(
            "address => { const element = document.createElement('offer18-otp-verification'); element.setAttribute('already-subscribed-url', address); document.body.append(element); }",
            address);

        await BrowserVisitor.TypeAsync(page.Locator("[name=msisdn]"), "07700 900404");

        var main = page.Locator(".offer18-otp__main .offer18-otp__button");
        await Expect(main).ToBeFocusedAsync();
        await Expect(main).ToHaveTextAsync(offered is null ? "Use another number" : "Go to the content");
        Assert.Equal(offered is null ? null : new Uri(site.Address, offered).ToString(), await main.EvaluateAsync<string?>("link => link.href ?? null"));
        await Expect(page.Locator(".offer18-otp__main .offer18-otp__link")).ToHaveCountAsync(offered is null ? 0 : 1);
    }

    // React, Vue and Angular set attributes whenever their state changes, and take an element out of the page and put it back.
    [Fact]
    public async Task What_a_framework_changes_late_is_in_force_and_keeps_what_the_visitor_typed()
    {
        await using var site = await StartAsync();
        var page = await browsers.NewPageAsync(new() { BaseURL = site.Address.ToString() });
        await page.GotoAsync("/empty");
        await page.EvaluateAsync("""
            () => {
              window.element = document.createElement('offer18-otp-verification');
              element.id = 'mine';
              element.className = 'one';
              element.append(Object.assign(document.createElement('p'), { slot: 'consent', textContent: 'One day costs 1.' }));
              document.body.append(element);
              element.setAttribute('return-url', '/elsewhere');
            }
            """);
        await page.Locator("#mine [name=msisdn]").FillAsync("07700");

        await page.EvaluateAsync("() => { element.className = 'two'; element.setAttribute('submit-text', 'Get PIN'); element.setAttribute('return-url', '/premium'); }");

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Get PIN" })).ToBeVisibleAsync();
        await Expect(page.Locator("#mine")).ToHaveClassAsync("two offer18-otp");
        await Expect(page.Locator("[name=msisdn]")).ToHaveValueAsync("07700");
        await Expect(page.Locator("[name=msisdn]")).ToBeFocusedAsync();
        await Expect(page.GetByText("One day costs 1.")).ToHaveCountAsync(1);

        // The second change comes while the first is being fetched.
        var asked = page.WaitForRequestAsync("**/status?*");
        await page.EvaluateAsync("() => element.setAttribute('lang', 'ar')");
        await asked;
        await page.EvaluateAsync("() => { element.setAttribute('lang', 'fr'); element.remove(); }");
        await page.EvaluateAsync("() => { element.setAttribute('submit-text', 'Recevoir'); document.body.append(element); element.remove(); document.body.append(element); }");

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Recevoir" })).ToBeVisibleAsync();
        await Expect(page.Locator("#mine")).ToHaveAttributeAsync("dir", "ltr");
        await Expect(page.Locator("#mine")).ToHaveAttributeAsync("lang", "fr");
        await Expect(page.Locator("#mine form")).ToHaveCountAsync(1);
        await BrowserVisitor.TypeAsync(page.Locator("[name=msisdn]"), OtpSite.Number);
        await Expect(page.Locator("[name=otp]")).ToBeVisibleAsync();
        await BrowserVisitor.TypeAsync(page.Locator("[name=otp]"), site.Code);
        await Expect(page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Equal(1, site.Generated);
    }

    [Fact]
    public async Task Inside_another_form_it_says_that_it_cannot_work_and_why()
    {
        await using var site = await StartAsync();
        var page = await browsers.NewPageAsync(new() { BaseURL = site.Address.ToString() });
        var errors = new List<string>();
        page.Console += (_, message) => errors.AddRange(message.Type == "error" ? [message.Text] : []);

        await page.GotoAsync("/nested");

        await Expect(page.Locator("[data-part=nested]")).ToBeVisibleAsync();
        Assert.Contains(errors, error => error.Contains("is inside another <form>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/twice", ".offer18-otp__developer[data-part=twice]:not([hidden])", "Keep one.", "is on this page twice")]
    [InlineData("/unknown", ".offer18-otp__developer", "app.MapOffer18Otp(", "names campaign \"nobody\"")]
    public async Task What_cannot_work_is_said_on_the_page_and_in_the_console(string address, string note, string onPage, string inConsole)
    {
        await using var site = await StartAsync();
        var page = await browsers.NewPageAsync(new() { BaseURL = site.Address.ToString() });
        var errors = new List<string>();
        page.Console += (_, message) => errors.AddRange(message.Type == "error" ? [message.Text] : []);

        await page.GotoAsync(address);

        await Expect(page.Locator(note).First).ToContainTextAsync(onPage);
        await Expect(page.Locator(note).First).ToBeVisibleAsync();
        Assert.Contains(errors, error => error.Contains(inConsole, StringComparison.Ordinal));
    }

    // The pictures of docs/images.
    [Theory]
    [InlineData("en", 390)]
    [InlineData("zh-Hans", 390)]
    [InlineData("ar", 390)]
    [InlineData("en", 1280)]
    [InlineData("zh-Hans", 1280)]
    [InlineData("ar", 1280)]
    public async Task The_finished_page_looks_well_on_a_phone_and_on_a_desktop(string language, int width)
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapOffer18OtpPage());
        var page = await browsers.NewPageAsync(new()
        {
            BaseURL = site.Address.ToString(),
            Locale = language,
            ViewportSize = new() { Width = width, Height = 330 },
        });

        await page.GotoAsync("/verify");

        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Look.AtAsync(page, $"page-{language}-{width}");
    }

    private static string Plain(string elements) => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Plain</title><link rel="icon" href="data:,"></head>
        <body><script type="module" src="/offer18/otp/element.js"></script>{elements}</body></html>
        """;

    private static Task<OtpSite> StartAsync() => OtpSite.StartAsync(map: app =>
    {
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; form-action 'self'; require-trusted-types-for 'script'";
            return next(context);
        });
        app.MapGet("/landing", () => TypedResults.Text(Landing, "text/html"));
        app.MapGet("/empty", () => TypedResults.Text("<!DOCTYPE html><html lang=\"en\"><title>Empty</title><link rel=\"icon\" href=\"data:,\"><body><script type=\"module\" src=\"/offer18/otp/element.js\"></script></body></html>", "text/html"));
        app.MapGet("/twice", () => TypedResults.Text(Plain("<offer18-otp-verification></offer18-otp-verification><offer18-otp-verification></offer18-otp-verification>"), "text/html"));
        app.MapGet("/unknown", () => TypedResults.Text(Plain("<offer18-otp-verification campaign=\"nobody\"></offer18-otp-verification>"), "text/html"));
        app.MapGet("/nested", () => new RazorComponentResult<NestedPage>());
        app.MapGet("/premium", (HttpContext context) => context.GetVerifiedMsisdn()).RequireOtpVerified();
    });
}
