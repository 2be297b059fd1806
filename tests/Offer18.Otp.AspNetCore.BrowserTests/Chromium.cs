using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>Debian's Chromium, driven by Playwright. Without it on the machine, the tests that ask for a visitor are skipped.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    // The first has no window to draw, and opens a page in half the time.
    private static readonly string Program =
        ((string[])["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"]).FirstOrDefault(File.Exists) ?? "/usr/bin/chromium-headless-shell";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static bool IsInstalled => File.Exists(Program);

    /// <inheritdoc cref="Prerequisite.Require"/>
    public static void Require() => Prerequisite.Require(Program);

    public static async Task<Chromium> StartAsync()
    {
        // Tests share the machine; how long a page takes is not what they ask.
        Assertions.SetDefaultExpectTimeout(60_000);
        var playwright = await Playwright.CreateAsync();
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
                // A host that is neither this machine's nor HTTPS: browsers tell it less.
                "--host-resolver-rules=MAP *.moonjar.example 127.0.0.1",
            ],
        }));
    }

    /// <summary>A visitor with a browser of his own, until it is closed.</summary>
    public Task<IBrowserContext> NewVisitorAsync(BrowserNewContextOptions options) => _browser.NewContextAsync(options);

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
