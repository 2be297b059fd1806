using System.Text.RegularExpressions;
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
}
