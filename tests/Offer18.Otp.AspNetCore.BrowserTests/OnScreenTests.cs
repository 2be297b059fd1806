using System.Text.RegularExpressions;
using Offer18.Otp.AspNetCore.BrowserTests.Modes;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>Whatever is pressed, what it led to is on the screen, with the field or the button that comes next.</summary>
public sealed class OnScreenTests(BrowserFixture browsers, OnScreenTests.OwnSite site) : IClassFixture<OnScreenTests.OwnSite>
{
    // Top and bottom of the page, smooth and not, at the two sizes of a phone, with its keyboard closed and open; the others take turns.
    public static TheoryData<int, int, bool, bool> Places =>
    [
        .. from size in new[] { (Width: 360, Height: 740), (Width: 360, Height: 420) } from isSmooth in Either from isAtTop in Either select Row(size.Width, size.Height, isSmooth, isAtTop),
        Row(320, 568, isSmooth: true, isAtTop: false),
        Row(390, 844, isSmooth: false, isAtTop: false),
        Row(768, 1024, isSmooth: true, isAtTop: false),
        Row(1366, 768, isSmooth: true, isAtTop: true),
    ];

    private static readonly bool[] Either = [true, false];

    private static TheoryDataRow<int, int, bool, bool> Row(int width, int height, bool isSmooth, bool isAtTop) =>
        LongAttribute.Row(new TheoryDataRow<int, int, bool, bool>(width, height, isSmooth, isAtTop), isLong: !isSmooth || width is 768);

    [Theory]
    [MemberData(nameof(Places))]
    public async Task What_a_press_led_to_is_on_the_screen(int width, int height, bool isSmooth, bool isAtTop)
    {
        var visitor = await BrowserVisitor.ComeAsync(
            browsers,
            "/plain",
            new() { ViewportSize = new() { Width = width, Height = height }, HasTouch = width < 1000, IsMobile = false },
            page => page.AddInitScriptAsync($$"""
                addEventListener('DOMContentLoaded', () => {
                    document.documentElement.style.scrollBehavior = '{{(isSmooth ? "smooth" : "auto")}}';
                    document.body.style.paddingBlock = '{{(isAtTop ? "0 2000px" : "2000px 0")}}';
                });
                """),
            site.Site);
        var hand = new Hand(visitor.Page);
        var send = visitor.Page.Locator("[id$='-send']");
        var check = visitor.Page.Locator("[id$='-check']");
        var status = visitor.Page.Locator("[data-part=status]");

        foreach (var number in new[] { "", "12", "07700 900401", "07700 900403" })
        {
            await hand.TypeAsync(visitor.Number, number);
            await hand.PressAsync(send);
            await hand.SeesAsync($"number {number}", visitor.Error, visitor.Number, send);
        }

        // No error: a line, and the way on.
        var other = visitor.Page.Locator("[id$='-other']");
        await hand.TypeAsync(visitor.Number, "07700 900404");
        await hand.PressAsync(send);
        await hand.SeesAsync("already subscribed", status, other);
        await hand.PressAsync(other);
        await hand.SeesAsync("another number", visitor.Number, send);

        await visitor.Page.Context.SetOfflineAsync(true);
        await hand.TypeAsync(visitor.Number, visitor.Phone.Number);
        await hand.PressAsync(send);
        await Expect(visitor.Error).ToContainTextAsync("No connection");
        await hand.SeesAsync("number offline", visitor.Error, visitor.Number, send);
        await visitor.Page.Context.SetOfflineAsync(false);
        await hand.PressAsync(send);
        await Expect(visitor.Code).ToBeFocusedAsync();
        await hand.SeesAsync("code sent", status, visitor.Code, check);

        foreach (var code in new[] { "", visitor.Phone.WrongCode() })
        {
            await hand.TypeAsync(visitor.Code, code);
            await hand.PressAsync(check);
            await hand.SeesAsync($"code {code}", visitor.Error, visitor.Code, check);
        }

        await visitor.Page.Context.SetOfflineAsync(true);
        await hand.PressAsync(check);
        await Expect(visitor.Error).ToContainTextAsync("No connection");
        await hand.SeesAsync("code offline", visitor.Error, visitor.Code, check);
        await visitor.Page.Context.SetOfflineAsync(false);
        for (var wrong = 2; wrong <= 5; wrong++)
        {
            await hand.TypeAsync(visitor.Code, visitor.Phone.WrongCode(wrong));
            await hand.PressAsync(check);
            await Expect(visitor.Element).ToHaveAttributeAsync("data-status", new Regex($"\"attemptsRemaining\":{5 - wrong}"));
        }

        await hand.SeesAsync("locked", visitor.Error, visitor.Resend);
        await hand.PressAsync(visitor.Page.Locator("form[id$=reset] button"));
        await Expect(visitor.Number).ToBeFocusedAsync();
        await hand.SeesAsync("change number", visitor.Number, send);
    }

    [Fact]
    public async Task What_a_press_led_to_stays_in_view_when_the_keyboard_opens_after_it()
    {
        // The keyboard may take its time on a busy machine.
        var visitor = await BrowserVisitor.ComeAsync(
            browsers,
            "/plain",
            new() { ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true },
            page => page.AddInitScriptAsync("performance.now = () => 0; addEventListener('DOMContentLoaded', () => document.body.style.paddingTop = '2000px')"),
            site.Site);
        var hand = new Hand(visitor.Page);
        await hand.TypeAsync(visitor.Number, visitor.Phone.Number);
        await hand.TapAsync(visitor.Page.Locator("[id$='-send']"));
        await Expect(visitor.Code).ToBeFocusedAsync();

        await visitor.Page.SetViewportSizeAsync(360, 420);

        await hand.SeesAsync("keyboard", visitor.Page.Locator("[data-part=status]"), visitor.Code, visitor.Page.Locator("[id$='-check']"));
    }

    /// <summary>A site of its own: here the simulator's numbers are pressed more often than elsewhere.</summary>
    public sealed class OwnSite : IAsyncLifetime
    {
        internal ModesSite Site { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Site = await ModesSite.StartAsync();

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }
}
