using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.BrowserTests.Modes;
using Offer18.Otp.AspNetCore.Tests.Simulator;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>A site for the tests of one class, whose clock only they move, and with it that of their pages: nobody waits.</summary>
public sealed class ClockedSite : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>The clock of Offer18, which is slow to answer certain numbers.</summary>
    internal TimerWatchingTime Offer18Clock { get; } = new();

    internal ModesSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await ModesSite.StartAsync(_clock, Offer18Clock);

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    /// <summary>A person to whom, in front of the page, no time passes either until the test says so.</summary>
    internal Task<BrowserVisitor> ComeAsync(BrowserFixture browsers, BrowserNewContextOptions? options = null, Func<IPage, Task>? before = null) =>
        BrowserVisitor.ComeAsync(
            browsers,
            "/plain",
            options,
            async page =>
            {
                await page.Clock.InstallAsync(new() { TimeDate = _clock.GetUtcNow().UtcDateTime });
                await page.Clock.PauseAtAsync(_clock.GetUtcNow().UtcDateTime.AddSeconds(1));
                await (before?.Invoke(page) ?? Task.CompletedTask);
            },
            Site);

    /// <summary>Lets time pass, on the site and in the page.</summary>
    internal async Task PassAsync(IPage page, int seconds)
    {
        Pass(seconds);
        await page.Clock.FastForwardAsync(seconds * 1000);
    }

    /// <summary>Looks at the page, for which axe needs a clock that goes on.</summary>
    internal static async Task LookAsync(IPage page, string name)
    {
        await page.Clock.ResumeAsync();
        await Look.AtAsync(page, name);
    }

    /// <summary>Lets time pass where the page has a clock of its own.</summary>
    internal void Pass(int seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));
}
