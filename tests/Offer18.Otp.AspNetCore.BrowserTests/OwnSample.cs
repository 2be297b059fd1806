using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.Tests.SampleSite;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>A sample site of one class of tests' own: what they decide about its next call, or clear, is nobody else's.</summary>
public sealed class OwnSample : IAsyncLifetime
{
    private SampleProcess? _site;

    public async ValueTask InitializeAsync()
    {
        if (Chromium.IsInstalled)
        {
            _site = await SampleProcess.StartAsync("Development", BrowserFixture.WithoutLimits);
        }
    }

    internal Task<BrowserVisitor> ComeAsync(BrowserFixture browsers, BrowserNewContextOptions options)
    {
        Chromium.Require();
        options.BaseURL = _site!.Address.ToString();
        return BrowserVisitor.ComeToSampleAsync(browsers, options);
    }

    public ValueTask DisposeAsync() => _site?.DisposeAsync() ?? ValueTask.CompletedTask;
}
