using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What is looked at in every state: axe finds nothing, nothing is cut off, and a picture is kept beside the test's output.</summary>
internal static class Look
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    public static async Task AtAsync(IPage page, string name)
    {
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png") });
        await AxeAsync(page.MainFrame, name);
        await FitsAsync(page, name);
    }

    /// <summary>Axe finds nothing on a page, or in a frame of one.</summary>
    public static async Task AxeAsync(IFrame page, string name)
    {
        // Not by Deque's RunAxe, which loads axe anew each time, and once more into a page of its own.
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            await page.EvaluateAsync(Axe);
        }

        // WCAG 2.2's rule is off unless it is asked for.
        Assert.Equal("", string.Join('\n', await page.EvaluateAsync<string[]>("""
            async name => (await axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }))
                .violations.map(({ id, help, nodes }) => `${name}: ${id} ${help} ${nodes.map(({ html }) => html).join()}`)
            """, name)));
    }

    /// <summary>A function that names what lies beside the page, and each text that is wider than its place.</summary>
    // The field over the boxes is wider than they are by the gap after its last digit; the error's prefix, and the hint in the inbox, are for the ear alone.
    public const string CutOff = """
        name => [...document.querySelectorAll('main *')]
            .filter(element => element.checkVisibility() && !element.matches('option, .hint, .offer18-otp__error-prefix, .offer18-otp__waiting, .offer18-otp__boxes, .offer18-otp__boxes *'))
            .filter(element => {
                const { left, right, width } = element.getBoundingClientRect();
                return width && (left < -1 || right > document.documentElement.clientWidth + 1
                    || element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible'
                    || element.scrollHeight > element.clientHeight + 1 && getComputedStyle(element).overflowY !== 'visible' && !element.matches('input, select'));
            })
            .map(element => `${name}: cut off: ${element.outerHTML.slice(0, 200)}`)
        """;

    /// <summary>Nothing of the page lies beside it, and no text is wider than its place.</summary>
    public static async Task FitsAsync(IPage page, string name) => Assert.Equal("", string.Join('\n', await page.EvaluateAsync<string[]>(CutOff, name)));
}
