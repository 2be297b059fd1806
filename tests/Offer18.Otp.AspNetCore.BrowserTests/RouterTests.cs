using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.BrowserTests.Hosting;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>The gate where the router runs in a circuit, and no request goes from page to page.</summary>
public sealed class RouterTests(BrowserFixture browsers) : IAsyncLifetime
{
    private readonly StoreSwitch _stores = new();
    private OtpSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        // The default campaign is validated first, and knows the address.
        Uri? offer18 = null;
        _site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Services.AddRazorComponents().AddInteractiveServerComponents();
                builder.Services.AddCascadingAuthenticationState();
                builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
                builder.Services.AddAuthorizationBuilder().AddPolicy("fresh", policy => policy.RequireOtpVerified(maxAge: 5));
                builder.Services.AddOffer18Otp("other", other =>
                {
                    OtpNode.Configure(other, offer18!);
                    other.VerificationPath = "/verify/other";
                });
                builder.Services.AddSingleton(_stores);
                builder.Services.Decorate<IVerifiedMsisdnStore, FailingVerifiedStore>();
            },
            app =>
            {
                app.UsePathBase("/shop");
                app.UseRouting();
                app.UseAuthentication();
                app.UseAuthorization();
                app.UseAntiforgery();
                app.MapStaticAssets();
                app.MapGet("/sign-in", (HttpContext context) => context.SignInAsync(new ClaimsPrincipal(
                    new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "amal")], "test"))));
                app.MapOffer18Otp("other", "/other-otp");
                app.MapRazorComponents<RouterApp>().AddInteractiveServerRenderMode();
            },
            options => offer18 = options.BaseAddress);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("WebSockets")]
    [InlineData("LongPolling")]
    public async Task A_routed_page_asks_to_verify_first_and_closes_when_the_verification_ends(string transport)
    {
        var page = await OpenAsync(transport);
        await FollowAsync(page, "Closed");
        await Assertions.Expect(page.GetByText("Verify your mobile number to continue.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveCountAsync(0);

        await FollowAsync(page, "Verify your number");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/shop/verify\\?returnUrl=%2Fshop%2Fclosed%3Fsize%3D1$"));
        await VerifyAsync(page);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/shop/closed\\?size=1$"));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Closed +447700900123");
        await Assertions.Expect(page.Locator("#other")).ToHaveTextAsync("none");
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button)).ToHaveTextAsync("Clicks: 1");

        _site.Clock.Advance(TimeSpan.FromMinutes(31));
        await ClickIfThereAsync(page);
        await Assertions.Expect(page.GetByText("Verify your mobile number to continue.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("WebSockets")]
    [InlineData("LongPolling")]
    public async Task A_click_after_the_verification_was_taken_back_closes_the_page_and_runs_no_handler(string transport)
    {
        var page = await OpenVerifiedAsync(transport);
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button)).ToHaveTextAsync("Clicks: 1");
        var before = RouterClosed.Clicks;

        await RevokeAsync();
        await ClickIfThereAsync(page);

        await Assertions.Expect(page.GetByText("Verify your mobile number to continue.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Equal(before, RouterClosed.Clicks);
    }

    [Fact]
    public async Task A_page_closes_by_itself_seconds_after_the_verification_was_taken_back()
    {
        var page = await OpenVerifiedAsync("WebSockets");

        await RevokeAsync();
        _site.Clock.Advance(TimeSpan.FromSeconds(10));

        await Assertions.Expect(page.GetByText("Verify your mobile number to continue.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_failing_store_closes_it_and_says_so_and_one_that_is_back_opens_it()
    {
        var page = await OpenAsync();
        await page.GotoAsync("verify?returnUrl=%2Fshop%2F");
        await VerifyAsync(page);
        await Assertions.Expect(page.Locator("#circuit")).ToHaveTextAsync("circuit");

        _stores.Failing.Add("FindProof");
        await FollowAsync(page, "Closed");
        await Assertions.Expect(page.Locator("[data-state=store_unavailable]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveCountAsync(0);

        _stores.Failing.Clear();
        await FollowAsync(page, "Try again");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Closed +447700900123");
    }

    [Fact]
    public async Task A_verification_that_is_too_old_for_a_page_is_made_anew()
    {
        var page = await OpenAsync();
        await page.GotoAsync("verify?returnUrl=%2Fshop%2F");
        await VerifyAsync(page);
        await Assertions.Expect(page.Locator("#circuit")).ToHaveTextAsync("circuit");
        await FollowAsync(page, "Fresh");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Fresh");

        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button)).ToHaveTextAsync("Clicks: 1");

        _site.Clock.Advance(TimeSpan.FromMinutes(6));
        await ClickIfThereAsync(page);
        await Assertions.Expect(page.Locator("h1")).ToHaveCountAsync(0);
        await FollowAsync(page, "Verify your number");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/shop/verify\\?returnUrl=%2Fshop%2Ffresh$"));
        await VerifyAsync(page);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Fresh");
    }

    [Fact]
    public async Task When_a_handler_runs_an_ended_verification_is_gone_and_the_page_asks_anew()
    {
        var page = await OpenAsync();
        await page.GotoAsync("verify?returnUrl=%2Fshop%2Fpart");
        await VerifyAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy" }).ClickAsync();
        await Assertions.Expect(page.Locator("#bought")).ToHaveTextAsync("1");
        await Assertions.Expect(page.Locator("#fresh")).ToBeVisibleAsync();

        _site.Clock.Advance(TimeSpan.FromMinutes(6));
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy" }).ClickAsync();
        await Assertions.Expect(page.Locator("#bought")).ToHaveTextAsync("2");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Verify your number" })).ToHaveAttributeAsync("href", "/shop/part");

        _site.Clock.Advance(TimeSpan.FromMinutes(25));
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy" }).ClickAsync();
        await Assertions.Expect(page.Locator("#bought")).ToHaveTextAsync("3");
        Assert.Equal(["+" + OtpSite.Msisdn, "+" + OtpSite.Msisdn, null], RouterPart.Bought);
    }

    [Fact]
    public async Task A_named_campaign_has_a_value_and_a_way_of_its_own()
    {
        var page = await OpenAsync();
        await FollowAsync(page, "Other");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Verify your number" }))
            .ToHaveAttributeAsync("href", "/shop/verify/other?returnUrl=%2Fshop%2Fother");

        using var browser = _site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number, prefix: "/shop/other-otp");
        await browser.VerifyAsync(_site.Code, "/shop/other-otp");
        await page.Context.AddCookiesAsync(browser.Cookies.GetAllCookies().Select(
            cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = _site.Address.ToString() }));
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#named")).ToHaveTextAsync("+" + OtpSite.Msisdn);
        await FollowAsync(page, "Part");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Part");
        await Assertions.Expect(page.Locator("#named")).ToHaveTextAsync("+" + OtpSite.Msisdn);
        await FollowAsync(page, "Closed");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Verify your number" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_that_wants_a_sign_in_too_asks_for_that_first()
    {
        var page = await OpenAsync();
        await FollowAsync(page, "Staff");
        await Assertions.Expect(page.GetByText("Sign in first")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".offer18-otp")).ToHaveCountAsync(0);

        await page.GotoAsync("sign-in");
        await page.GotoAsync("");
        await Assertions.Expect(page.Locator("#circuit")).ToHaveTextAsync("circuit");
        await FollowAsync(page, "Staff");
        await FollowAsync(page, "Verify your number");
        await VerifyAsync(page);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Staff");
    }

    // A browser's socket carries no token.
    public static TheoryData<string> EverySignIn => [.. SignIns.All.Keys.Where(signIn => signIn != "bearer")
        .Select(signIn => LongAttribute.Row(new TheoryDataRow<string>(signIn), isLong: signIn != "cookie"))];

    [Theory]
    [MemberData(nameof(EverySignIn))]
    public async Task Beside_each_sign_in_it_opens_for_a_verified_browser_and_for_no_other(string signIn)
    {
        var states = await GateStates.StartAsync(
            signIn,
            builder =>
            {
                builder.Services.AddRazorComponents().AddInteractiveServerComponents();
                builder.Services.AddCascadingAuthenticationState();
            },
            app =>
            {
                app.UseAntiforgery();
                app.MapStaticAssets();
                app.MapRazorComponents<RouterApp>().AddInteractiveServerRenderMode();
            });
        await using var site = states.Site;

        var seen = await Task.WhenAll(states.Browsers.Select(async state => (state.Key, await GoInAsync(states.Site, state.Value))));

        Assert.Equal(
            GateStates.Closed.Select(state => (state, "")).Append(("verified", "Closed +447700900123")).Order(),
            seen.Order());
    }

    private static Task FollowAsync(IPage page, string link) => page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();

    // Any event of the circuit may have closed the page by now.
    private static async Task ClickIfThereAsync(IPage page) => await page.EvaluateAsync("document.querySelector('button')?.click()");

    private async Task<string> GoInAsync(OtpSite site, OtpBrowserClient browser)
    {
        var page = await browsers.NewPageAsync(new() { BaseURL = site.Address.ToString() });
        await page.Context.AddCookiesAsync(browser.Cookies.GetAllCookies().Select(
            cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = site.Address.ToString() }));
        await page.GotoAsync("");
        await Assertions.Expect(page.Locator("#circuit")).ToHaveTextAsync("circuit");
        await FollowAsync(page, "Closed");
        var seen = page.Locator("[data-state=otp_required], h1:not(:has-text('Home'))");
        await Assertions.Expect(seen).ToHaveCountAsync(1);
        var heading = await page.Locator("h1").CountAsync() == 0 ? "" : await page.Locator("h1").TextContentAsync();
        await page.Context.CloseAsync();
        return heading!;
    }

    private async Task<IPage> OpenAsync(string transport = "WebSockets")
    {
        var page = await browsers.NewPageAsync(new() { BaseURL = $"{_site.Address}shop/" });
        if (transport == "LongPolling")
        {
            await page.AddInitScriptAsync(BrowserVisitor.NothingButPolling);
        }

        await page.GotoAsync("");
        await Assertions.Expect(page.Locator("#circuit")).ToHaveTextAsync("circuit");
        return page;
    }

    private async Task<IPage> OpenVerifiedAsync(string transport)
    {
        var page = await OpenAsync(transport);
        await page.GotoAsync("verify?returnUrl=%2Fshop%2Fclosed");
        await VerifyAsync(page);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Closed +447700900123");
        await Assertions.Expect(page.GetByRole(AriaRole.Button)).ToBeEnabledAsync();
        return page;
    }

    private async Task RevokeAsync()
    {
        await using var scope = _site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOtpProofs>().RevokeCampaignAsync("");
    }

    private async Task VerifyAsync(IPage page)
    {
        await page.FillAsync("input[name=msisdn]", OtpSite.Number);
        await page.PressAsync("input[name=msisdn]", "Enter");
        await page.WaitForSelectorAsync("input[name=otp]");
        await page.FillAsync("input[name=otp]", _site.Code);
        await page.PressAsync("input[name=otp]", "Enter");
    }
}
