using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>Whoever waits sees and hears what for: both clocks are the test's.</summary>
public sealed class WaitingTests(BrowserFixture browsers, ClockedSite site) : IClassFixture<ClockedSite>
{
    [Fact]
    public async Task The_button_turns_then_says_a_word_then_another_and_gets_its_own_back()
    {
        var answer = new TaskCompletionSource();
        var visitor = await site.ComeAsync(browsers, before: page => page.RouteAsync("**/generate?**", async route =>
        {
            await answer.Task;
            await route.ContinueAsync();
        }));
        var hand = new Hand(visitor.Page);
        var button = visitor.Page.Locator("[id$='-send']");
        await hand.TypeAsync(visitor.Number, "12");
        var before = await button.BoundingBoxAsync();
        Assert.Equal("none", await SpinnerAsync());

        await hand.TapAsync(button);
        await Expect(button).ToHaveTextAsync("Send code");
        await Expect(button).ToHaveAttributeAsync("aria-disabled", "true");
        Assert.NotEqual("none", await SpinnerAsync());
        Assert.Equal("offer18-otp-turn", await button.EvaluateAsync<string>("button => getComputedStyle(button, '::after').animationName"));
        await site.PassAsync(visitor.Page, 1);
        await SaysAsync("One moment…");
        await site.PassAsync(visitor.Page, 7);
        await SaysAsync("Still working…");
        Assert.Equivalent(before, await button.BoundingBoxAsync());

        answer.SetResult();
        await Expect(visitor.Error).ToBeFocusedAsync();
        await Expect(button).ToHaveTextAsync("Send code");
        await Expect(button).Not.ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(visitor.Waiting).ToHaveTextAsync("");
        Assert.Equal("none", await SpinnerAsync());
        Assert.Empty(visitor.Errors);

        Task<string> SpinnerAsync() => button.EvaluateAsync<string>("button => getComputedStyle(button, '::after').content");

        async Task SaysAsync(string word)
        {
            await Expect(button).ToHaveTextAsync(word);
            await Expect(visitor.Waiting).ToHaveTextAsync(word);
        }
    }

    [Fact]
    public async Task A_button_gets_its_word_back_where_no_answer_came()
    {
        var answer = new TaskCompletionSource();
        var visitor = await site.ComeAsync(browsers, before: page => page.RouteAsync("**/otp/**?**", async route =>
        {
            await answer.Task;
            await route.AbortAsync("internetdisconnected");
        }));
        var button = visitor.Page.Locator("[id$='-send']");
        await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);
        await site.PassAsync(visitor.Page, 1);
        await Expect(button).ToHaveTextAsync("One moment…");
        answer.SetResult();

        await Expect(visitor.Error).ToContainTextAsync("No connection");
        await Expect(button).ToHaveTextAsync("Send code");
        Assert.Equal(0, visitor.Phone.Sent);
    }

    [Fact]
    public async Task A_button_that_cannot_be_pressed_yet_says_when_it_can()
    {
        var visitor = await site.ComeAsync(browsers, new() { ViewportSize = new() { Width = 360, Height = 420 } });
        var hand = new Hand(visitor.Page);
        await visitor.GenerateAsync();
        await site.PassAsync(visitor.Page, 2);
        await Expect(visitor.Page.Locator("[data-countdown]")).ToHaveTextAsync(new Regex(@"^3\sseconds$"));

        await hand.TapAsync(visitor.Resend);

        await Expect(visitor.Waiting).ToHaveTextAsync(new Regex(@"You can ask for a new code in 3\sseconds\."));
        var line = visitor.Page.Locator("p:has([data-countdown])");
        await Expect(line).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(line).ToHaveCSSAsync("font-weight", "600");
        Assert.Equal(1, visitor.Phone.Sent);
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_code_says_that_it_is_a_new_one(bool javaScript)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { JavaScriptEnabled = javaScript }, site: site.Site);
        await visitor.GenerateAsync();
        var status = visitor.Page.Locator("[role=status]");
        await Expect(status).ToContainTextAsync("We sent a code to");
        site.Pass(6);
        await visitor.Page.ReloadAsync();

        await new Hand(visitor.Page).TapAsync(visitor.Resend);

        await Expect(status).ToContainTextAsync("We sent a new code to");
        Assert.Equal(2, visitor.Phone.Sent);
    }

    [Theory]
    [InlineData("en", "5 seconds", "1 second")]
    [InlineData("ar", "5 ثوانٍ", "ثانية واحدة")]
    [InlineData("zh-Hans", "5 秒", "1 秒")]
    public async Task The_time_until_a_new_code_is_in_words(string language, string five, string one)
    {
        var visitor = await site.ComeAsync(browsers, new() { Locale = language });
        await visitor.GenerateAsync();
        var clock = visitor.Page.Locator("[data-countdown]");
        await Expect(clock).ToHaveTextAsync(five.Replace(' ', '\u00A0'));
        await site.PassAsync(visitor.Page, 4);
        await Expect(clock).ToHaveTextAsync(one.Contains('1', StringComparison.Ordinal) ? one.Replace(' ', '\u00A0') : one);
    }
}
