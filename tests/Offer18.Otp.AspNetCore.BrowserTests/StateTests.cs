using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.BrowserTests.Modes;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>Each state in each language, light and dark, on the smallest phone.</summary>
public sealed class StateTests(BrowserFixture browsers)
{
    public static TheoryData<string, ColorScheme> Looks
    {
        get
        {
            var looks = new TheoryData<string, ColorScheme>();
            foreach (var language in ModesSite.Languages)
            {
                // One from the left, one from the right.
                looks.Add(LongAttribute.Row(new TheoryDataRow<string, ColorScheme>(language, ColorScheme.Light), isLong: language != "en"));
                looks.Add(LongAttribute.Row(new TheoryDataRow<string, ColorScheme>(language, ColorScheme.Dark), isLong: language != "ar"));
            }

            return looks;
        }
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Axe_finds_nothing_in_any_state_and_nothing_is_cut_off(string language, ColorScheme scheme)
    {
        var visitor = await BrowserVisitor.ComeAsync(
            browsers, "/plain", new() { Locale = language, ColorScheme = scheme, ViewportSize = new() { Width = 320, Height = 640 } });
        await visitor.StayAsync();
        await Expect(visitor.Element).ToHaveAttributeAsync("lang", language);

        await LookAsync("1-number");
        await BrowserVisitor.TypeAsync(visitor.Number, "123");
        await Expect(visitor.Error).ToBeFocusedAsync();
        await LookAsync("2-number-error");
        await visitor.Page.Context.SetOfflineAsync(true);
        await visitor.Number.PressAsync("Enter");
        await Expect(visitor.Element).Not.ToHaveAttributeAsync("aria-busy", "true");
        await LookAsync("3-offline");
        await visitor.Page.Context.SetOfflineAsync(false);
        await visitor.GenerateAsync();
        await LookAsync("4-code");
        for (var wrong = 1; wrong <= 5; wrong++)
        {
            await visitor.GuessAsync();
            await Expect(visitor.Element).ToHaveAttributeAsync("data-status", new Regex($"\"attemptsRemaining\":{5 - wrong},.*error"));
            if (wrong == 1)
            {
                await LookAsync("5-code-error");
            }
        }

        await LookAsync("6-locked");
        await visitor.Page.ClickAsync("form[id$=reset] button");
        visitor.ChangePhone();
        await visitor.GenerateAsync();
        await visitor.VerifyAsync();
        await Expect(visitor.Element).ToHaveAttributeAsync("data-state", "verified");
        await LookAsync("7-verified");
        Assert.DoesNotContain(visitor.Errors, error => !error.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal));

        Task LookAsync(string state) => Look.AtAsync(visitor.Page, $"{language}-{scheme}-{state}");
    }

    [Theory]
    [InlineData("/static")]
    [InlineData("/server")]
    [InlineData("/headless")]
    [InlineData("/pages/verify")]
    public async Task Axe_finds_nothing_wherever_the_component_is(string path)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, path);
        await LookAsync("number");
        await visitor.GenerateAsync();
        await LookAsync("code");

        Task LookAsync(string state) => Look.AtAsync(visitor.Page, $"place{path.Replace('/', '-')}-{state}");
    }

    [Fact]
    public async Task Axe_finds_nothing_where_the_campaign_asks_for_consent_and_the_number_is_subscribed_already()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/strict");
        await visitor.Page.EvaluateAsync("document.querySelector('[name=consent]').form.noValidate = true");
        await BrowserVisitor.TypeAsync(visitor.Number, "07700 900404");
        await Expect(visitor.Error).ToContainTextAsync("Your consent is needed");
        await Look.AtAsync(visitor.Page, "consent-error");
        await visitor.Error.Locator("a").First.PressAsync("Enter");
        var box = visitor.Page.Locator("[name=consent]");
        await Expect(box).ToBeFocusedAsync();
        await Expect(box).ToHaveAccessibleDescriptionAsync(new Regex("Tick the box"));
        await box.PressAsync("Space");
        await visitor.Number.PressAsync("Enter");
        await Expect(visitor.Page.Locator("[role=status]")).ToContainTextAsync("already subscribed");
        await Look.AtAsync(visitor.Page, "already-subscribed");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task Axe_finds_nothing_on_the_way_to_the_verification()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/first");
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Verify your number" })).ToBeVisibleAsync();
        await Look.AtAsync(visitor.Page, "verify-first");
    }

    [Fact]
    public async Task Nothing_moves_for_who_wants_no_motion()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { ReducedMotion = ReducedMotion.Reduce });

        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>(
            "[...document.querySelectorAll('.offer18-otp, .offer18-otp *')].filter(element => /[1-9]/.test(getComputedStyle(element).transitionDuration + getComputedStyle(element).animationDuration)).length"));
        await visitor.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        Assert.NotEqual("0s", await visitor.Page.Locator("button[type=submit]").EvaluateAsync<string>("button => getComputedStyle(button).transitionDuration"));
    }
}
