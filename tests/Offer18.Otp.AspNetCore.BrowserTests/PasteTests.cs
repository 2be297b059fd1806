using System.Globalization;
using System.Text.RegularExpressions;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>How a code gets into its field.</summary>
public sealed class PasteTests(BrowserFixture browsers)
{
    [Theory]
    [InlineData("{0} {1}", '0')]
    [InlineData("G-{0}{1}", '0')]
    [InlineData("Your code is {0}{1}.", '0')]
    [InlineData("Moonjar 24: {0}{1} is your code, good for 10 minutes.\n\n@moonjar.example #{0}{1}", '0')]
    [InlineData("10 分钟内有效：{0} {1}", '0')]
    [InlineData("Code : {0}\u202F{1}, 10 min", '0')]
    [InlineData("{0}{1}", '\u0660')]
    [InlineData("{0}{1}", '\u06F0')]
    [InlineData("\u200E{0} {1}\u200F", '\uFF10')]
    public async Task A_code_can_be_pasted_as_it_comes(string form, char zero)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await visitor.GenerateAsync();
        var digits = string.Concat(visitor.Phone.Code.Select(digit => (char)(digit - '0' + zero)));
        var text = string.Format(CultureInfo.InvariantCulture, form, digits[..3], digits[3..]);

        await PasteAsync(visitor, text);
        await Expect(visitor.Code).ToHaveValueAsync(visitor.Phone.Code);
        await Expect(visitor.Code).ToBeVisibleAsync();
        await visitor.Code.PressAsync("Enter");

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_pasted_code_replaces_a_wrong_one_and_of_two_codes_the_visitor_chooses()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/strict", new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await visitor.StayAsync();
        await visitor.Page.CheckAsync("[name=consent]");
        await visitor.GenerateAsync();
        await visitor.GuessAsync();
        await Expect(visitor.Error).ToBeVisibleAsync();
        await PasteAsync(visitor, visitor.Phone.Code);
        await Expect(visitor.Code).ToHaveValueAsync(visitor.Phone.Code);

        await visitor.Code.FillAsync("");
        await PasteAsync(visitor, $"Of 2026: {visitor.Phone.Code}");
        await Expect(visitor.Code).ToHaveValueAsync($"Of 2026: {visitor.Phone.Code}");
        await visitor.Code.PressAsync("Enter");
        await Expect(visitor.Error).ToContainTextAsync("The code contains only digits");
        await PasteAsync(visitor, $"Of 2026: {visitor.Phone.Code} @moonjar.example #{visitor.Phone.Code}");
        await Expect(visitor.Code).ToHaveValueAsync(visitor.Phone.Code);
        await visitor.Code.PressAsync("Enter");
        await Expect(visitor.Element).ToHaveAttributeAsync("data-state", "verified");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_code_is_sent_by_itself_only_where_the_page_asks_for_that()
    {
        var waiting = await BrowserVisitor.ComeAsync(browsers, "/plain");
        await waiting.GenerateAsync();
        await waiting.Code.PressSequentiallyAsync(waiting.Phone.Code);
        await Expect(waiting.Element).Not.ToHaveAttributeAsync("aria-busy", "true");
        Assert.EndsWith("/plain", waiting.Page.Url, StringComparison.Ordinal);

        var visitor = await BrowserVisitor.ComeAsync(browsers, "/auto");
        await visitor.GenerateAsync();
        await visitor.Code.PressSequentiallyAsync(visitor.Phone.Code);
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task What_is_pasted_is_read_as_the_server_reads_what_is_typed()
    {
        var rows = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "tests/Offer18.Otp.AspNetCore.Tests/Verification/typed-codes.json"), TestContext.Current.CancellationToken);
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain");
        await visitor.GenerateAsync();

        var wrong = await visitor.Page.EvaluateAsync<string[]>(
            """
            rows => {
              const element = document.querySelector('offer18-otp-verification');
              const field = element.querySelector('[name=otp]');
              const ascii = text => text.replace(/\p{Nd}/gu, digit => { let zero = digit.codePointAt(); while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && digit.codePointAt() - zero < 9) zero--; return digit.codePointAt() - zero; });
              return JSON.parse(rows).flatMap(({ text, length = '4-8', code }) => {
                element.dataset.codeLength = length;
                field.value = '';
                const clipboardData = new DataTransfer();
                clipboardData.setData('text', text);
                field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
                const read = ascii(field.value) || null;
                return read === code ? [] : [`${text}: ${read}`];
              });
            }
            """,
            rows);

        Assert.Empty(wrong);
    }

    private static async Task PasteAsync(BrowserVisitor visitor, string text)
    {
        await visitor.Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await visitor.Code.PressAsync("Control+V");
    }
}
