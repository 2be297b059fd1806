using Offer18.Otp.AspNetCore.BrowserTests;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.StrangerTests.Sites;

/// <summary>What all walks share: the workshop, one Offer18, one Chromium, and the table of what was seen.</summary>
public sealed class StrangerFixture : IAsyncLifetime
{
    private Chromium? _chromium;
    private Offer18SimulatorServer? _offer18;
    private int _phones;

    internal Workshop Workshop { get; } = new();

    internal StrangerTable Table { get; } = new();

    internal Offer18Simulator Offer18 => _offer18!.Simulator;

    public async ValueTask InitializeAsync()
    {
        if (!Chromium.IsInstalled)
        {
            return;
        }

        _offer18 = await Offer18SimulatorServer.StartAsync();
        _chromium = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        if (_offer18 is not null)
        {
            await _offer18.DisposeAsync();
        }

        Table.Write(Path.Combine(AppContext.BaseDirectory, "stranger.md"));
        Workshop.Dispose();
    }

    /// <summary>Starts a site, with Offer18's address and key in its environment.</summary>
    internal async Task<RunningSite> StartAsync(StrangerSite site, bool isPublished)
    {
        Chromium.Require();
        var (folder, file) = await Workshop.SiteAsync(site, isPublished);
        var start = Command.Start(
            folder,
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = isPublished ? "Production" : "Development",
                ["HOME"] = Workshop.Home,
                ["Offer18Otp__ApiKey"] = "simulator-key",
                ["Offer18Otp__BaseAddress"] = _offer18!.Address.ToString(),
            },
            Command.DotNet, file, "--urls", "http://127.0.0.1:0");
        return await RunningSite.StartAsync(start, site);
    }

    /// <summary>Sends a visitor with a phone of his own.</summary>
    internal async Task<StrangerVisitor> NewVisitorAsync(Uri address, StrangerSite site, bool hasScript)
    {
        var context = await _chromium!.NewVisitorAsync(new()
        {
            BaseURL = address.ToString(),
            IgnoreHTTPSErrors = true,
            JavaScriptEnabled = hasScript,
            Locale = "en-GB",
            ViewportSize = new() { Width = 1280, Height = 800 },
        });
        return new StrangerVisitor(await context.NewPageAsync(), site, Offer18, $"07700900{Interlocked.Increment(ref _phones):000}");
    }
}
