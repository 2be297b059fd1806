using Offer18.Otp.AspNetCore.BrowserTests.Modes;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>The sample for those who read large text on a small phone: nothing scrolls sideways.</summary>
public sealed class LargeTextTests(BrowserFixture browsers)
{
    // What is wider than the page, or than the part of it that scrolls.
    private const string Wider = """
        () => [100, 125, 150, 175, 200].flatMap(size => {
            document.documentElement.style.fontSize = `${size}%`;
            return [document.documentElement, document.querySelector('main')]
                .filter(element => element.scrollWidth > element.clientWidth)
                .map(element => `${size} % ${element.tagName} ${element.scrollWidth - element.clientWidth}`);
        })
        """;

    [Fact]
    public async Task No_page_of_the_sample_scrolls_sideways_up_to_twice_the_size_in_any_language()
    {
        var visitor = await BrowserVisitor.ComeToSampleAsync(browsers);
        var page = visitor.Page;
        foreach (var language in ModesSite.Languages)
        {
            await LookAsync(language, "/", "/doors", "/verify", "/nothing/here", "/simulator/inbox/numbers");
            Assert.Equal(language, await page.EvaluateAsync<string>("document.documentElement.lang"));
        }

        await page.GotoAsync("/");
        await visitor.GenerateAsync();
        foreach (var language in ModesSite.Languages)
        {
            await LookAsync(language, "/", "/simulator/inbox");
        }

        async Task LookAsync(string language, params string[] paths)
        {
            foreach (var path in paths)
            {
                await page.GotoAsync(path == "/" ? $"/language?culture={language}&returnUrl=%2F" : path);
                foreach (var width in (int[])[360, 320])
                {
                    await page.SetViewportSizeAsync(width, 740);
                    Assert.Equal("", string.Join(", ", (await page.EvaluateAsync<string[]>(Wider)).Select(wider => $"{language} {path} {width}: {wider}")));
                }

                await Look.FitsAsync(page, $"{language} {path}");
            }
        }
    }
}
