using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.BrowserTests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>A site that is interactive as a whole and keeps the stock router, whose <c>RouteView</c> asks no gate.</summary>
public sealed class RouteViewTests(BrowserFixture browsers)
{
    [Theory]
    [InlineData("WebSockets")]
    [InlineData("LongPolling")]
    public async Task A_gated_page_stays_closed_in_a_circuit_and_opens_for_a_verified_number(string transport)
    {
        var log = new LogLines();
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Logging.AddProvider(log);
                builder.Services.AddRazorComponents().AddInteractiveServerComponents();
            },
            app =>
            {
                app.UseAntiforgery();
                app.MapStaticAssets();
                app.MapRazorComponents<RouteViewApp>().AddInteractiveServerRenderMode();
            });
        var page = await browsers.NewPageAsync(new() { BaseURL = site.Address.ToString() });
        if (transport == "LongPolling")
        {
            await page.AddInitScriptAsync(BrowserVisitor.NothingButPolling);
        }

        await page.GotoAsync("");
        await Expect(page.Locator("#circuit")).ToHaveTextAsync("circuit");
        await page.GetByRole(AriaRole.Link, new() { Name = "Closed" }).ClickAsync();

        await Expect(page.GetByText("Verify your mobile number to continue.")).ToBeVisibleAsync();
        await Expect(page.GetByText("AuthorizeRouteView")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Closed" })).ToHaveCountAsync(0);
        Assert.Contains("RouterClosed", Assert.Single(log.Of(1832)), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Link, new() { Name = "Verify your number" }).ClickAsync();
        await BrowserVisitor.TypeAsync(page.Locator("[name=msisdn]"), OtpSite.Number);
        await page.Locator("[name=otp]").WaitForAsync();
        await BrowserVisitor.TypeAsync(page.Locator("[name=otp]"), site.Code);
        await Expect(page).ToHaveURLAsync(new Regex("/closed\\?size=1$"));
        await Expect(page.Locator("h1")).ToHaveTextAsync("Closed +447700900123");

        await Expect(page.Locator("button")).ToBeEnabledAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Home" }).ClickAsync();
        await Expect(page.Locator("#circuit")).ToHaveTextAsync("circuit");
        await page.GetByRole(AriaRole.Link, new() { Name = "Closed" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Closed +447700900123");
    }

    [Fact]
    public async Task A_page_whose_gate_is_in_a_policy_stays_closed_too()
    {
        await using var site = await StartAsync();
        var page = await browsers.NewPageAsync(new() { BaseURL = site.Address.ToString() });
        await page.GotoAsync("");
        await Expect(page.Locator("#circuit")).ToHaveTextAsync("circuit");

        await page.GetByRole(AriaRole.Link, new() { Name = "Members" }).ClickAsync();

        await Expect(page.GetByText("Verify your mobile number to continue.")).ToBeVisibleAsync();
        await Expect(page.Locator("h1")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_event_of_another_visitors_request_opens_no_circuit_and_closes_none()
    {
        await using var site = await StartAsync();
        using var verified = await site.NewVerifiedBrowserAsync();
        using var stranger = site.NewBrowser();
        var closed = await browsers.NewPageAsync(new() { BaseURL = site.Address.ToString() });
        var open = await browsers.NewPageAsync(new() { BaseURL = site.Address.ToString() });
        var cookie = verified.OtpCookie()!;
        await open.Context.AddCookiesAsync([new() { Name = cookie.Name, Value = cookie.Value, Url = site.Address.ToString() }]);
        foreach (var page in (IPage[])[closed, open])
        {
            await page.GotoAsync("bell");
            await Expect(page.Locator("#circuit")).ToHaveTextAsync("circuit");
        }

        Assert.DoesNotContain("secret", (await stranger.GetPageAsync("/bell")).Body, StringComparison.Ordinal);
        await ExpectAsync(closed, "0", "closed", secrets: 0);
        await ExpectAsync(open, "0", "open", secrets: 1);

        Assert.Equal("rung", (await verified.GetPageAsync("/ring-verified")).Body);
        await ExpectAsync(closed, "1", "closed", secrets: 0);
        await ExpectAsync(open, "1", "open", secrets: 2);

        Assert.Equal("rung", (await stranger.GetPageAsync("/ring")).Body);
        await ExpectAsync(closed, "2", "closed", secrets: 0);
        await ExpectAsync(open, "2", "open", secrets: 2);

        static async Task ExpectAsync(IPage page, string rung, string view, int secrets)
        {
            await Expect(page.Locator("#rung")).ToHaveTextAsync(rung);
            await Expect(page.Locator("#view")).ToHaveTextAsync(view);
            await Expect(page.Locator(".secret")).ToHaveCountAsync(secrets);
        }
    }

    private static Task<OtpSite> StartAsync() => OtpSite.StartAsync(
        builder =>
        {
            builder.Services.AddRazorComponents().AddInteractiveServerComponents();
            builder.Services.AddCascadingAuthenticationState();
            builder.Services.AddAuthorizationBuilder().AddPolicy("members", policy => policy.RequireOtpVerified());
            builder.Services.AddSingleton<Bell>();
        },
        app =>
        {
            app.UseAntiforgery();
            app.MapStaticAssets();
            app.MapRazorComponents<RouteViewApp>().AddInteractiveServerRenderMode();
            app.MapGet("/ring", Ring);
            app.MapGet("/ring-verified", Ring).RequireOtpVerified();
        });

    private static string Ring(Bell bell)
    {
        bell.Ring();
        return "rung";
    }
}
