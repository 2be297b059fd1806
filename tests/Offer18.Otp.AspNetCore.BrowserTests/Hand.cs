using Microsoft.Playwright;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>
/// A visitor's hand and eye: raw taps and keystrokes at places on the screen. Playwright's own <c>FillAsync</c>, <c>ClickAsync</c> and
/// <c>FocusAsync</c> scroll to what they touch, and so hide what a visitor does not see.
/// </summary>
internal sealed class Hand(IPage page)
{
    /// <summary>Scrolls, no further than needed, to what is to be tapped, and taps it.</summary>
    public async Task TapAsync(ILocator target)
    {
        await target.EvaluateAsync("target => target.scrollIntoView({ block: 'nearest', behavior: 'instant' })");
        var box = await target.BoundingBoxAsync() ?? throw new InvalidOperationException("It is not to be seen.");
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        if (await page.EvaluateAsync<bool>("navigator.maxTouchPoints > 0"))
        {
            await page.Touchscreen.TapAsync(x, y);
        }
        else
        {
            await page.Mouse.ClickAsync(x, y);
        }
    }

    /// <summary>Taps a button of the component, and waits for the answer.</summary>
    public async Task PressAsync(ILocator button)
    {
        // The tap may reach the page later.
        var element = page.Locator("offer18-otp-verification");
        await element.EvaluateAsync("element => element.removeAttribute('aria-busy')");
        await TapAsync(button);
        await Assertions.Expect(element).ToHaveAttributeAsync("aria-busy", "false");
    }

    /// <summary>Taps a field and types there, in place of what was in it.</summary>
    public async Task TypeAsync(ILocator field, string text)
    {
        await TapAsync(field);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.PressAsync("Delete");
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>Once nothing moves any more, all of these are wholly on the screen.</summary>
    /// <param name="what">What was done, for the message.</param>
    /// <param name="parts">What must be seen. Those that do not fit on the screen with the ones before them need not be.</param>
    public async Task SeesAsync(string what, params ILocator[] parts)
    {
        await page.EvaluateAsync("""
            async () => {
                for (let still = 0, last; still < 6; still = last === scrollY ? still + 1 : 0) {
                    last = scrollY;
                    await new Promise(requestAnimationFrame);
                }
            }
            """);
        var (top, bottom) = (float.MaxValue, float.MinValue);
        var height = page.ViewportSize!.Height;
        foreach (var part in parts)
        {
            var box = await part.BoundingBoxAsync() ?? throw new InvalidOperationException($"{what}: there is no {part}");
            (top, bottom) = (Math.Min(top, box.Y), Math.Max(bottom, box.Y + box.Height));
            if (bottom - top <= height - 32)
            {
                Assert.True(box.Y > -1 && box.Y + box.Height < height + 1, $"{what}: {part} is at {box.Y}–{box.Y + box.Height} of {height}");
            }
        }
    }

    /// <summary>Keeps a picture of the screen, not of the whole page.</summary>
    public Task KeepAsync(string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"screen-{name}.png") });
}
