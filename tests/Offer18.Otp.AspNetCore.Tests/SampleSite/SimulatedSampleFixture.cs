using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.SampleSite;

[assembly: AssemblyFixture(typeof(SimulatedSampleFixture))]

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

/// <summary>One sample site on its simulator, shared by all tests that only look at it.</summary>
public sealed class SimulatedSampleFixture : IAsyncDisposable
{
    private readonly Lazy<Task<SampleProcess>> _sample = new(() => SampleProcess.StartAsync(
        "Development", ("Offer18Otp__Limits__Mode", "Off"), ("Campaigns__sadafa__Limits__Mode", "Off"), ("Campaigns__moli__Limits__Mode", "Off")));

    internal async Task<OtpBrowserClient> BrowseAsync(string language = "en") => new((await _sample.Value).Address, language);

    public async ValueTask DisposeAsync()
    {
        if (_sample.IsValueCreated && _sample.Value.IsCompletedSuccessfully)
        {
            await (await _sample.Value).DisposeAsync();
        }
    }
}
