using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.Tests.Hosting;

[assembly: AssemblyFixture(typeof(Offer18.Otp.AspNetCore.BrowserTests.BrowserFixture))]

namespace Offer18.Otp.AspNetCore.BrowserTests;

public sealed class JourneyTests(BrowserFixture browsers)
{
    public static TheoryData<bool, string, int, string> Visitors => [.. new (bool JavaScript, string Locale, int Width, string Word)[]
    {
        (true, "en-GB", 390, "code"),
        (false, "en-GB", 390, "code"),
        (true, "zh-CN", 1280, "验证码"),
        (false, "zh-CN", 1280, "验证码"),
        (true, "zh-TW", 390, "驗證碼"),
        (false, "zh-TW", 1280, "驗證碼"),
        (true, "ar-EG", 390, "رمز"),
        (false, "ar-EG", 1280, "رمز"),
        (true, "pt-BR", 1280, "código"),
        (false, "pt-BR", 390, "código"),
        (true, "fr-FR", 390, "code"),
        (false, "fr-FR", 1280, "code"),
    }.Select(row => LongAttribute.Row(
        new TheoryDataRow<bool, string, int, string>(row.JavaScript, row.Locale, row.Width, row.Word), isLong: row.Locale is not ("en-GB" or "ar-EG")))];

    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task A_visitor_gets_from_the_gate_to_the_premium_page(bool javaScript, string locale, int width, string word)
    {
        var visitor = await ComeAsync(javaScript, locale, width);
        var page = visitor.Page;

        await page.GotoAsync("/premium", new() { WaitUntil = BrowserVisitor.Parsed });
        Assert.EndsWith("/verify?returnUrl=%2Fpremium", page.Url, StringComparison.Ordinal);
        await visitor.GenerateAsync();
        await page.FillAsync("input[name=otp]", await CodeAsync(visitor));
        var sms = await Message(visitor).Locator(".text").TextContentAsync();
        Assert.Contains(word, sms, StringComparison.Ordinal);
        Assert.Equal(locale[..2], (await page.Locator("offer18-otp-verification").GetAttributeAsync("lang"))![..2]);
        await page.ClickAsync("form[action$=verify] button");

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.DoesNotContain(visitor.Phone.Msisdn[^6..], await page.ContentAsync(), StringComparison.Ordinal);
        await page.GotoAsync("/premium", new() { WaitUntil = BrowserVisitor.Parsed });
        Assert.EndsWith("/premium", page.Url, StringComparison.Ordinal);
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task Nothing_is_kept_in_the_browser_but_cookies_that_no_script_reads()
    {
        var visitor = await ComeAsync(javaScript: true, "en-GB", 390);
        var page = visitor.Page;
        await page.GotoAsync("/premium", new() { WaitUntil = BrowserVisitor.Parsed });
        await AssertNothingAsync();
        await visitor.GenerateAsync();
        await AssertNothingAsync();
        await visitor.VerifyAsync(await CodeAsync(visitor));
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/premium$"));
        await AssertNothingAsync();

        async Task AssertNothingAsync()
        {
            Assert.Equal("0 0 0", await page.EvaluateAsync<string>(
                "async () => `${localStorage.length} ${sessionStorage.length} ${(await indexedDB.databases()).length + (await caches.keys()).length}`"));
            Assert.DoesNotContain("offer18", await page.EvaluateAsync<string>("document.cookie"), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_that_is_left_and_reloaded_asks_for_the_same_code(bool javaScript)
    {
        var visitor = await ComeAsync(javaScript, "en-GB", 390);
        var page = visitor.Page;
        await page.GotoAsync("/", new() { WaitUntil = BrowserVisitor.Parsed });
        await visitor.GenerateAsync();
        var code = await CodeAsync(visitor);

        await page.GotoAsync("about:blank", new() { WaitUntil = BrowserVisitor.Parsed });
        await page.GotoAsync("/", new() { WaitUntil = BrowserVisitor.Parsed });
        await page.ReloadAsync(new() { WaitUntil = BrowserVisitor.Parsed });
        await visitor.VerifyAsync(code);

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/premium$"));
        var messages = await page.APIRequest.GetAsync("/simulator/inbox/messages");
        Assert.Single(Regex.Matches(await messages.TextAsync(), $"\"msisdn\":\"{visitor.Phone.Msisdn}\""));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_wrong_code_can_be_corrected()
    {
        var visitor = await ComeAsync(javaScript: true, "en-GB", 390);
        var page = visitor.Page;
        await page.GotoAsync("/verify", new() { WaitUntil = BrowserVisitor.Parsed });
        await visitor.GenerateAsync();
        var code = await CodeAsync(visitor);

        await visitor.VerifyAsync(Phone.OtherThan(code));
        await page.WaitForSelectorAsync("[role=alert]");
        await visitor.VerifyAsync($"{code[..3]} {code[3..]}");

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData("en-GB")]
    [InlineData("zh-CN")]
    [InlineData("zh-TW")]
    [InlineData("ar-EG")]
    [InlineData("fr-FR")]
    [InlineData("pt-PT")]
    [InlineData("pt-BR")]
    public async Task The_button_that_sends_the_code_is_on_a_small_phones_first_screen(string locale)
    {
        foreach (var javaScript in new[] { true, false })
        {
            var visitor = await BrowserVisitor.ComeToSampleAsync(
                browsers, new() { Locale = locale, ViewportSize = new() { Width = 360, Height = 740 }, JavaScriptEnabled = javaScript });
            foreach (var path in new[] { "/", "/premium" })
            {
                await visitor.Page.GotoAsync(path, new() { WaitUntil = BrowserVisitor.Parsed });
                await Assertions.Expect(visitor.Page.Locator("#offer18-otp-send")).ToBeInViewportAsync(new() { Ratio = 1 });
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_language_is_chosen_with_the_keyboard_alone_and_without_a_script(bool javaScript)
    {
        var visitor = await ComeAsync(javaScript, "en-GB", 320);
        var page = visitor.Page;
        await page.GotoAsync("/verify", new() { WaitUntil = BrowserVisitor.Parsed });
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
        Assert.Empty(visitor.Errors);
    }

    private Task<BrowserVisitor> ComeAsync(bool javaScript, string locale, int width) => BrowserVisitor.ComeToSampleAsync(
        browsers, new() { JavaScriptEnabled = javaScript, Locale = locale, ViewportSize = new() { Width = width, Height = 844 } });

    private static ILocator Message(BrowserVisitor visitor) =>
        visitor.Page.FrameLocator("iframe").Locator(".message", new() { HasText = $"+{visitor.Phone.Msisdn}" });

    /// <summary>The code as the visitor reads it: from the inbox that stands beside the page.</summary>
    private static async Task<string> CodeAsync(BrowserVisitor visitor) => (await Message(visitor).Locator(".code").First.TextContentAsync())!.Trim();
}
