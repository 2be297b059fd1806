using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>Digits as they are typed, on any keyboard, and the boxes that they stand in.</summary>
public sealed class DigitsTests(BrowserFixture browsers)
{
    [Theory]
    [InlineData('\u0660')]
    [InlineData('\u06F0')]
    [InlineData('\uFF10')]
    public async Task Digits_of_other_keyboards_become_the_fields_own_and_the_caret_stays(char zero)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { Locale = "ar" });
        var hand = new Hand(visitor.Page);
        await TypeAsync(visitor.Number, $"+44 {visitor.Phone.Number[1..]}");
        await visitor.Page.Locator("[id$='-send']").PressAsync("Enter");
        await visitor.Code.WaitForAsync();
        await TypeAsync(visitor.Code, visitor.Phone.Code);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Empty(visitor.Errors);

        async Task TypeAsync(ILocator field, string text)
        {
            // The last digit but one comes last, after a step back.
            await hand.TypeAsync(field, Typed(text[..^2] + text[^1..]));
            await visitor.Page.Keyboard.PressAsync("ArrowLeft");
            await visitor.Page.Keyboard.TypeAsync(Typed(text[^2..^1]));
            await Expect(field).ToHaveValueAsync(text);
            Assert.Equal(text.Length - 1, await field.EvaluateAsync<int>("field => field.selectionStart"));
        }

        string Typed(string text) => string.Concat(text.Select(character => char.IsAsciiDigit(character) ? (char)(character - '0' + zero) : character));
    }

    [Fact]
    public async Task What_an_input_method_composes_is_left_alone_until_it_is_done()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain");
        await visitor.GenerateAsync();
        await new Hand(visitor.Page).TapAsync(visitor.Code);
        var keyboard = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        await keyboard.SendAsync("Input.imeSetComposition", new() { ["text"] = "１２", ["selectionStart"] = 2, ["selectionEnd"] = 2 });
        await Expect(visitor.Code).ToHaveValueAsync("１２");

        await keyboard.SendAsync("Input.insertText", new() { ["text"] = "１２" });

        await Expect(visitor.Code).ToHaveValueAsync("12");
    }

    [Fact]
    public async Task The_groups_of_a_number_keep_their_order_without_script()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { JavaScriptEnabled = false, Locale = "ar" });
        await new Hand(visitor.Page).TypeAsync(visitor.Number, "٠٧٧ ١٢٣");
        var shown = await LookAsync();
        // With the sign that holds the direction of all that follows it.
        await new Hand(visitor.Page).TypeAsync(visitor.Number, "\u202D٠٧٧ ١٢٣");

        Assert.Equal(await LookAsync(), shown);

        async Task<string> LookAsync() => Convert.ToBase64String(await visitor.Number.ScreenshotAsync(new() { Caret = ScreenshotCaret.Hide, Animations = ScreenshotAnimations.Disabled }));
    }

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    public async Task The_last_digit_moves_no_box(int width)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { ViewportSize = new() { Width = width, Height = 740 } });
        await visitor.GenerateAsync();
        await new Hand(visitor.Page).TypeAsync(visitor.Code, "123456");

        Assert.Equal("0 0 0", await visitor.Code.EvaluateAsync<string>(
            "field => [field, field.parentElement, document.documentElement].map(element => element.scrollLeft).join(' ')"));
    }

    [Fact]
    public async Task The_boxes_keep_their_lines_in_forced_colours()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { ForcedColors = ForcedColors.Active });
        await visitor.GenerateAsync();
        var boxes = visitor.Page.Locator(".offer18-otp__boxes");
        await visitor.Page.Keyboard.TypeAsync("123");
        await new Hand(visitor.Page).KeepAsync("forced-colours");

        Assert.Equal(5, await LinesAsync());

        // Columns of the picture, within its border, that have one colour from top to bottom which is not that of the field.
        async Task<int> LinesAsync() => await visitor.Page.EvaluateAsync<int>(
            """
            async picture => {
                const image = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), c => c.charCodeAt())]));
                const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
                context.drawImage(image, 0, 0);
                const at = (x, y) => context.getImageData(x, y, 1, 1).data.join();
                const ys = [...Array(image.height - 8).keys()].map(y => y + 4);
                return [...Array(image.width - 20).keys()].map(x => x + 10)
                    .filter(x => at(x, 4) !== at(12, 4) && ys.every(y => at(x, y) === at(x, 4)) && at(x - 1, 4) === at(12, 4)).length;
            }
            """,
            Convert.ToBase64String(await boxes.ScreenshotAsync(new() { Caret = ScreenshotCaret.Hide })));
    }
}
