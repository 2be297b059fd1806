using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Offer18.Otp.AspNetCore.BrowserTests.BrowserFixture))]

namespace Offer18.Otp.AspNetCore.BrowserTests;

public sealed class JourneyTests(BrowserFixture browsers)
{
    // Without scripts the inbox beside the page reloads itself every few seconds: "load" may never be the last word.
    private const WaitUntilState Parsed = WaitUntilState.DOMContentLoaded;

    // Of the numbers that Ofcom keeps for fiction; each test has its own, because a number has a cool-down.
    private static int _numbers = 200;

    private readonly ConcurrentQueue<string> _errors = [];

    public static TheoryData<bool, string, int, string> Visitors => new()
    {
        { true, "en-GB", 390, "code" },
        { false, "en-GB", 390, "code" },
        { true, "zh-CN", 1280, "验证码" },
        { false, "zh-CN", 1280, "验证码" },
        { true, "zh-TW", 390, "驗證碼" },
        { false, "zh-TW", 1280, "驗證碼" },
        { true, "ar-EG", 390, "رمز" },
        { false, "ar-EG", 1280, "رمز" },
        { true, "pt-BR", 1280, "código" },
        { false, "pt-BR", 390, "código" },
        { true, "fr-FR", 390, "code" },
        { false, "fr-FR", 1280, "code" },
    };

    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task A_visitor_gets_from_the_gate_to_the_premium_page(bool javaScript, string locale, int width, string word)
    {
        var page = await NewPageAsync(javaScript, locale, width);
        var number = NewNumber();

        await page.GotoAsync("/premium", new() { WaitUntil = Parsed });
        Assert.EndsWith("/verify?returnUrl=%2Fpremium", page.Url, StringComparison.Ordinal);
        await page.FillAsync("input[name=msisdn]", number);
        await page.PressAsync("input[name=msisdn]", "Enter");
        await page.FillAsync("input[name=otp]", await CodeAsync(page, number));
        var sms = await page.FrameLocator("iframe").Locator(".message", new() { HasText = $"+44{number[1..]}" }).Locator(".text").TextContentAsync();
        Assert.Contains(word, sms, StringComparison.Ordinal);
        Assert.Equal(locale[..2], (await page.Locator("offer18-otp-verification").GetAttributeAsync("lang"))![..2]);
        await page.ClickAsync("form[action$=verify] button");

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/premium$"), new() { Timeout = 30_000 });
        Assert.DoesNotContain(number[^6..], await page.ContentAsync(), StringComparison.Ordinal);
        await page.GotoAsync("/premium", new() { WaitUntil = Parsed });
        Assert.EndsWith("/premium", page.Url, StringComparison.Ordinal);
        Assert.Empty(_errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_that_is_left_and_reloaded_asks_for_the_same_code(bool javaScript)
    {
        var page = await NewPageAsync(javaScript, "en-GB", 390);
        var number = NewNumber();
        await page.GotoAsync("/", new() { WaitUntil = Parsed });
        await page.FillAsync("input[name=msisdn]", number);
        await page.PressAsync("input[name=msisdn]", "Enter");
        var code = await CodeAsync(page, number);

        await page.GotoAsync("about:blank", new() { WaitUntil = Parsed });
        await page.GotoAsync("/", new() { WaitUntil = Parsed });
        await page.ReloadAsync(new() { WaitUntil = Parsed });
        await page.FillAsync("input[name=otp]", code);
        await page.PressAsync("input[name=otp]", "Enter");

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/premium$"), new() { Timeout = 30_000 });
        var messages = await page.APIRequest.GetAsync("/simulator/inbox/messages");
        Assert.Single(Regex.Matches(await messages.TextAsync(), $"\"msisdn\":\"44{number[1..]}\""));
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_wrong_code_can_be_corrected()
    {
        var page = await NewPageAsync(javaScript: true, "en-GB", 390);
        var number = NewNumber();
        await page.GotoAsync("/verify", new() { WaitUntil = Parsed });
        await page.FillAsync("input[name=msisdn]", number);
        await page.PressAsync("input[name=msisdn]", "Enter");
        var code = await CodeAsync(page, number);

        await page.FillAsync("input[name=otp]", code == "000000" ? "111111" : "000000");
        await page.PressAsync("input[name=otp]", "Enter");
        await page.WaitForSelectorAsync("[role=alert]");
        await page.FillAsync("input[name=otp]", $"{code[..3]} {code[3..]}");
        await page.PressAsync("input[name=otp]", "Enter");

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/premium$"), new() { Timeout = 30_000 });
        Assert.Empty(_errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_language_is_chosen_with_the_keyboard_alone_and_without_a_script(bool javaScript)
    {
        var page = await NewPageAsync(javaScript, "en-GB", 320);
        await page.GotoAsync("/verify", new() { WaitUntil = Parsed });
        var button = page.Locator("button[popovertarget]");
        var menu = page.Locator("#languages");

        await Assertions.Expect(menu).ToBeHiddenAsync();
        await button.PressAsync("Enter");
        await Assertions.Expect(menu).ToBeInViewportAsync(new() { Ratio = 1 });
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(menu).ToBeHiddenAsync();
        await Assertions.Expect(button).ToBeFocusedAsync();
        await button.PressAsync("Enter");
        await page.Mouse.ClickAsync(4, 800);
        await Assertions.Expect(menu).ToBeHiddenAsync();
        await button.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        Assert.EndsWith("/verify", page.Url, StringComparison.Ordinal);
        await Assertions.Expect(menu).ToBeHiddenAsync();
        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(_errors);
    }

    private static string NewNumber() => $"07700900{Interlocked.Increment(ref _numbers)}";

    private async Task<IPage> NewPageAsync(bool javaScript, string locale, int width)
    {
        var page = await browsers.NewPageAsync(new()
        {
            JavaScriptEnabled = javaScript,
            Locale = locale,
            ViewportSize = new() { Width = width, Height = 844 },
        });
        // A policy violation, a missing file or a script error is a fault of the page.
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _errors.Enqueue(message.Text);
            }
        };
        return page;
    }

    /// <summary>The code as the visitor reads it: from the inbox that stands beside the page.</summary>
    private static async Task<string> CodeAsync(IPage page, string number)
    {
        await page.WaitForSelectorAsync("input[name=otp]");
        var message = page.FrameLocator("iframe").Locator(".message", new() { HasText = $"+44{number[1..]}" });
        return (await message.Locator(".code").First.TextContentAsync())!.Trim();
    }
}
