using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.BrowserTests.Modes;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>Each state in each language, light and dark: looked at by axe, and kept as a picture beside the test's output.</summary>
public sealed class StateTests(BrowserFixture browsers)
{
    public static TheoryData<string, ColorScheme> Looks
    {
        get
        {
            var looks = new TheoryData<string, ColorScheme>();
            foreach (var language in ModesSite.Languages)
            {
                looks.Add(language, ColorScheme.Light);
                looks.Add(language, ColorScheme.Dark);
            }

            return looks;
        }
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Axe_finds_nothing_in_any_state(string language, ColorScheme scheme)
    {
        var visitor = await Person.ComeAsync(browsers, "/plain", new() { Locale = language, ColorScheme = scheme });
        await visitor.Page.EvaluateAsync("addEventListener('offer18-otp:verified', event => event.preventDefault())");
        await Expect(visitor.Element).ToHaveAttributeAsync("lang", language);

        await LookAsync("1-number");
        await visitor.Number.FillAsync("123");
        await visitor.Number.PressAsync("Enter");
        await Expect(visitor.Error).ToBeFocusedAsync();
        await LookAsync("2-number-error");
        await visitor.Page.Context.SetOfflineAsync(true);
        await visitor.Number.PressAsync("Enter");
        await Expect(visitor.Element).Not.ToHaveAttributeAsync("aria-busy", "true");
        await LookAsync("3-offline");
        await visitor.Page.Context.SetOfflineAsync(false);
        var number = await visitor.GenerateAsync();
        await LookAsync("4-code");
        for (var wrong = 1; wrong <= 5; wrong++)
        {
            await visitor.VerifyAsync(visitor.WrongCodeFor(number));
            await Expect(visitor.Element).ToHaveAttributeAsync("data-status", new System.Text.RegularExpressions.Regex($"\"attemptsRemaining\":{5 - wrong},.*error"));
            if (wrong == 1)
            {
                await LookAsync("5-code-error");
            }
        }

        await visitor.VerifyAsync(visitor.CodeFor(number));
        await Expect(visitor.Element).ToHaveAttributeAsync("data-status", new System.Text.RegularExpressions.Regex("attempts_exhausted"));
        await LookAsync("6-locked");
        await visitor.Page.ClickAsync("form[id$=reset] button");
        await visitor.VerifyAsync(visitor.CodeFor(await visitor.GenerateAsync()));
        await Expect(visitor.Element).ToHaveAttributeAsync("data-state", "verified");
        await LookAsync("7-verified");
        Assert.DoesNotContain(visitor.Errors, error => !error.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal));

        async Task LookAsync(string state)
        {
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{language}-{scheme}-{state}.png") });
            var found = await visitor.Page.RunAxe();
            Assert.Equal("", string.Join('\n', found.Violations.Select(violation =>
                $"{state}: {violation.Id} {violation.Help} {string.Join(", ", violation.Nodes.Select(node => node.Html))}")));
        }
    }
}
