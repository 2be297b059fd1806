using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.BrowserTests.Modes;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What the component does as time goes by, on the server and in the browser: both clocks are the test's.</summary>
public sealed class TimeTests(BrowserFixture browsers) : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private ModesSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await ModesSite.StartAsync(_clock);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task The_countdown_goes_on_after_a_reload_where_it_was_and_at_its_end_the_button_says_nothing_of_it()
    {
        var visitor = await ComeAsync();
        await visitor.GenerateAsync();
        var clock = visitor.Page.Locator("[data-countdown]");
        var resend = visitor.Page.Locator("form[action$=generate] button");
        await Expect(clock).ToHaveTextAsync("0:05");
        await Expect(resend).ToHaveAccessibleDescriptionAsync(new Regex("0:05"));

        await PassAsync(visitor.Page, 2);
        await Expect(clock).ToHaveTextAsync("0:03");
        await visitor.Page.ReloadAsync();
        await Expect(clock).ToHaveTextAsync("0:03");
        await Expect(resend).ToHaveAttributeAsync("aria-disabled", "true");

        await PassAsync(visitor.Page, 4);
        await Expect(resend).ToHaveAttributeAsync("aria-disabled", "false");
        await Expect(resend).ToHaveAccessibleDescriptionAsync("");
        await Look.AtAsync(visitor.Page, "resend");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_code_that_expires_is_told_while_the_visitor_types_on()
    {
        var visitor = await ComeAsync();
        await visitor.GenerateAsync();
        await visitor.Code.PressSequentiallyAsync("123");
        await visitor.Code.PressAsync("ArrowLeft");

        await PassAsync(visitor.Page, 601);
        await Expect(visitor.Page.Locator("[role=status]")).ToHaveTextAsync("The code has expired. Ask for a new one.");
        await Expect(visitor.Code).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("9");
        await Expect(visitor.Code).ToHaveValueAsync("1293");
        await Expect(visitor.Error).ToHaveCountAsync(0);
        await Look.AtAsync(visitor.Page, "expired");

        await visitor.Code.PressAsync("Enter");
        await Expect(visitor.Error).ToBeFocusedAsync();
        await visitor.Code.FillAsync("123456");
        await visitor.Code.PressAsync("Enter");
        await Expect(visitor.Error).ToContainTextAsync("Ask for a new code and enter that one.");
        await visitor.Error.GetByRole(AriaRole.Button).PressAsync("Enter");
        await Expect(visitor.Page.Locator("[role=status]")).ToContainTextAsync("We sent a code");
        await Expect(visitor.Code).ToBeFocusedAsync();
        await Expect(visitor.Code).ToHaveValueAsync("");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_lock_out_says_until_when_also_after_a_reload_and_its_end_opens_the_way_to_a_new_code()
    {
        var visitor = await ComeAsync();
        await visitor.Page.EvaluateAsync("window.here = true");
        var number = await visitor.GenerateAsync();
        for (var wrong = 1; wrong <= 5; wrong++)
        {
            await visitor.VerifyAsync(visitor.WrongCodeFor(number));
            await Expect(visitor.Element).ToHaveAttributeAsync("data-status", new Regex($"\"attemptsRemaining\":{5 - wrong},.*error"));
        }

        await Expect(visitor.Error).ToBeFocusedAsync();
        await Expect(visitor.Error).ToContainTextAsync("Too many wrong codes");
        await AssertLockedAsync("0:30");
        await visitor.Error.Locator("a").First.PressAsync("Enter");
        var resend = visitor.Page.Locator("form[action$=generate] button");
        await Expect(resend).ToBeFocusedAsync();
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.here"));

        await visitor.Page.ReloadAsync();
        await Expect(visitor.Error).ToHaveCountAsync(0);
        await AssertLockedAsync("0:30");
        await Look.AtAsync(visitor.Page, "locked");
        await PassAsync(visitor.Page, 31);
        await Expect(visitor.Page.Locator("[data-countdown]")).ToHaveCountAsync(0);
        await resend.PressAsync("Enter");
        await Expect(visitor.Code).ToBeVisibleAsync();
        await visitor.VerifyAsync(visitor.CodeFor(number));
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Equal(2, visitor.Sent(number));
        Assert.Empty(visitor.Errors);

        async Task AssertLockedAsync(string left)
        {
            await Expect(visitor.Code).ToHaveCountAsync(0);
            await Expect(visitor.Page.Locator("p:has([data-countdown])")).ToHaveTextAsync(new Regex($"You can ask for a new code in\\s+{left}\\s*\\."));
        }
    }

    private Task<Person> ComeAsync() => Person.ComeAsync(browsers, "/plain", before: page => page.Clock.InstallAsync(), site: _site);

    private async Task PassAsync(IPage page, int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await page.Clock.FastForwardAsync(seconds * 1000);
    }
}
