using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What is where, and stays there.</summary>
public sealed class LayoutTests(BrowserFixture browsers, ClockedSite site) : IClassFixture<ClockedSite>
{
    [Fact]
    public async Task Nothing_moves_while_it_waits_works_and_counts()
    {
        var answer = new TaskCompletionSource();
        var visitor = await site.ComeAsync(browsers, before: async page =>
        {
            await page.AddInitScriptAsync("""
                window.moved = 0;
                window.count = shifts => shifts.forEach(({ value }) => moved += value);
                window.observer = new PerformanceObserver(list => count(list.getEntries()));
                observer.observe({ type: 'layout-shift', buffered: true });
                """);
            await page.RouteAsync("**/verify?**", async route =>
            {
                await answer.Task;
                await route.ContinueAsync();
            });
        });
        await visitor.Number.FillAsync(visitor.Phone.Number);
        await SubmitAsync(visitor.Number);
        await visitor.Code.WaitForAsync();
        var resend = visitor.Resend;
        var before = await BoxAsync();

        await visitor.Code.FillAsync(visitor.Phone.WrongCode());
        await SubmitAsync(visitor.Code);
        await Expect(visitor.Element).ToHaveAttributeAsync("aria-busy", "true");
        await Expect(visitor.Page.Locator("[data-countdown]")).ToBeVisibleAsync();
        await site.PassAsync(visitor.Page, 6);
        await Expect(visitor.Page.Locator("[data-countdown]")).ToBeHiddenAsync();

        Assert.Equal(before, await BoxAsync());
        Assert.Equal(0, await MovedAsync());
        answer.SetResult();
        await Expect(visitor.Error).ToBeVisibleAsync();
        // The message comes above the field in which the visitor is typing. It stays the same field, for the phone's keyboard, and moves:
        // no more than what counts as good (Cumulative Layout Shift, 0.1).
        Assert.InRange(await MovedAsync(), 0, 0.1);

        async Task<double> MovedAsync()
        {
            // A picture takes a frame, and a frame is what counts.
            await visitor.Page.ScreenshotAsync();
            return await visitor.Page.EvaluateAsync<double>("count(observer.takeRecords()), moved");
        }

        // Whatever the visitor has pressed half a second before: an answer may take longer.
        static Task SubmitAsync(ILocator field) => field.EvaluateAsync("field => field.form.requestSubmit(field.form.querySelector('button[type=submit]'))");

        async Task<(float, float, float, float)> BoxAsync()
        {
            var box = (await resend.BoundingBoxAsync())!;
            return (box.X, box.Y, box.Width, box.Height);
        }
    }

    [Theory]
    [InlineData("pt")]
    [InlineData("en")]
    public async Task Nothing_jumps_when_a_lock_is_over_though_its_button_says_less(string language)
    {
        var visitor = await site.ComeAsync(browsers, new() { Locale = language, ViewportSize = new() { Width = 320, Height = 640 } });
        await visitor.GenerateAsync();
        for (var wrong = 1; wrong <= 5; wrong++)
        {
            await visitor.GuessAsync();
            await Expect(visitor.Element).ToHaveAttributeAsync("data-status", new Regex($"\"attemptsRemaining\":{5 - wrong}"));
        }

        var change = visitor.Page.Locator("[id$='-other']");
        await Expect(visitor.Resend.Locator("[data-countdown]")).ToBeVisibleAsync();
        var before = await change.BoundingBoxAsync();

        await site.PassAsync(visitor.Page, 30);
        await Expect(visitor.Resend.Locator("[data-countdown]")).ToHaveCountAsync(0);
        await Expect(visitor.Resend).ToHaveAttributeAsync("aria-disabled", "false");

        Assert.Equivalent(before, await change.BoundingBoxAsync());
    }

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    public async Task The_country_stands_beside_the_number_with_its_sign_in_forced_colours_too(int width)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { ForcedColors = ForcedColors.Active, ViewportSize = new() { Width = width, Height = 640 } });
        var country = visitor.Page.Locator(".offer18-otp__country");
        var (button, number) = ((await country.BoundingBoxAsync())!, (await visitor.Number.BoundingBoxAsync())!);

        Assert.Equal(number.Y, button.Y);
        Assert.InRange(button.Width, 60, number.Width * 0.6);
        // Two sides of a square: an arrow. A line without colour has one there.
        Assert.Equal("0px 2px 2px 0px", await country.EvaluateAsync<string>("country => getComputedStyle(country, '::after').borderWidth"));
    }

    [Theory]
    [InlineData("/plain", "en")]
    [InlineData("/plain", "ar")]
    [InlineData("/plain", "fr")]
    [InlineData("/strict", "pt")]
    [InlineData("/headless", "zh-Hans")]
    public async Task Nothing_is_cut_off_at_320_pixels_at_twice_the_size_in_forced_colours(string path, string language)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, path, new() { Locale = language, ViewportSize = new() { Width = 320, Height = 640 }, ForcedColors = ForcedColors.Active });
        await AssertFitsAsync();
        if (path == "/strict")
        {
            await visitor.Page.CheckAsync("[name=consent]");
        }

        await visitor.GenerateAsync();
        await AssertFitsAsync();
        Assert.Equal(path != "/headless", await visitor.Page.EvaluateAsync<bool>("[...document.styleSheets].some(sheet => sheet.href?.includes('otp-verification'))"));
        Assert.True(await visitor.Code.EvaluateAsync<double>("field => parseFloat(getComputedStyle(field).fontSize)") >= (path == "/headless" ? 13 : 16));
        Assert.Empty(visitor.Errors);

        async Task AssertFitsAsync()
        {
            foreach (var size in new[] { "100%", "200%" })
            {
                await visitor.Page.EvaluateAsync("size => document.documentElement.style.fontSize = size", size);
                Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
                await Look.FitsAsync(visitor.Page, size);
            }
        }
    }
}
