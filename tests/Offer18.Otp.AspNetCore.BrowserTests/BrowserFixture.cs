using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.BrowserTests.Modes;
using Offer18.Otp.AspNetCore.Tests.SampleSite;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>One Chromium and one sample site for all tests; each test has a visitor of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>All tests come from one address, with numbers of one prefix.</summary>
    internal static readonly (string Name, string Value)[] WithoutLimits =
        [("Offer18Otp__Limits__Mode", "Off"), ("Campaigns__sadafa__Limits__Mode", "Off"), ("Campaigns__moli__Limits__Mode", "Off")];

    private Chromium? _chromium;
    private SampleProcess? _site;
    private ModesSite? _modes;

    /// <summary>The site with the component in every hosting mode.</summary>
    public ModesSite Modes => _modes ?? throw new InvalidOperationException("It has not started.");

    public async ValueTask InitializeAsync()
    {
        if (!Chromium.IsInstalled)
        {
            return;
        }

        _site = await SampleProcess.StartAsync("Development", WithoutLimits);
        _modes = await ModesSite.StartAsync();
        _chromium = await Chromium.StartAsync();
    }

    /// <summary>A new visitor's page, until the test is over.</summary>
    public async Task<IPage> NewPageAsync(BrowserNewContextOptions options)
    {
        Chromium.Require();
        options.BaseURL ??= _site!.Address.ToString();
        var context = await _chromium!.NewVisitorAsync(options);
        ClosedPagesAttribute.Add(context);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

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
