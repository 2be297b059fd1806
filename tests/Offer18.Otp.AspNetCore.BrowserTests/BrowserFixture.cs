using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.BrowserTests.Modes;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.SampleSite;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>One Chromium and one sample site for all tests; each test has a visitor of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // Debian's. The first has no window to draw, and opens a page in half the time.
    private static readonly string Chromium =
        ((string[])["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"]).FirstOrDefault(File.Exists) ?? "/usr/bin/chromium-headless-shell";

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private SampleProcess? _site;
    private ModesSite? _modes;

    /// <summary>The site with the component in every hosting mode.</summary>
    public ModesSite Modes => _modes ?? throw new InvalidOperationException("It has not started.");

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
        {
            return;
        }

        // Tests share the machine; how long a page takes is not what they ask.
        Assertions.SetDefaultExpectTimeout(60_000);
        _site = await SampleProcess.StartAsync("Development");
        _modes = await ModesSite.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>A new visitor's page, until the test is over.</summary>
    public async Task<IPage> NewPageAsync(BrowserNewContextOptions options)
    {
        Prerequisite.Require(Chromium);
        options.BaseURL ??= _site!.Address.ToString();
        var context = await _browser!.NewContextAsync(options);
        ClosedPagesAttribute.Add(context);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_modes is not null)
        {
            await _modes.DisposeAsync();
        }

        if (_site is not null)
        {
            await _site.DisposeAsync();
        }
    }
}
