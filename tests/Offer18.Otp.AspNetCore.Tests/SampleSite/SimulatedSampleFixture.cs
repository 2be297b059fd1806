using Offer18.Otp.AspNetCore.Tests.SampleSite;

[assembly: AssemblyFixture(typeof(SimulatedSampleFixture))]

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

/// <summary>One sample site on its simulator, shared by all tests that only look at it.</summary>
public sealed class SimulatedSampleFixture : IAsyncDisposable
{
    private readonly Lazy<Task<SampleProcess>> _sample = new(() => SampleProcess.StartAsync("Development"));

    internal async Task<SampleBrowser> BrowseAsync(string language = "en") => (await _sample.Value).Browse(language);

    public async ValueTask DisposeAsync()
    {
        if (_sample.IsValueCreated && _sample.Value.IsCompletedSuccessfully)
        {
            await (await _sample.Value).DisposeAsync();
        }
    }
}
