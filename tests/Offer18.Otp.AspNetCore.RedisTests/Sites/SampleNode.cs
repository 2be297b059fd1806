using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.SampleSite;

namespace Offer18.Otp.AspNetCore.RedisTests.Sites;

/// <summary>One process of the sample site, with a home directory of its own: what .NET keeps there, such as data-protection keys, is not shared between machines either.</summary>
internal sealed class SampleNode : IAsyncDisposable
{
    private readonly DirectoryInfo _home;
    private readonly SampleProcess _process;
    private int _requests;

    private SampleNode(DirectoryInfo home, SampleProcess process)
    {
        _home = home;
        _process = process;
    }

    public Uri Address => _process.Address;

    public string Output => _process.Output;

    /// <inheritdoc cref="ChildProcess.Memory"/>
    public long Memory => _process.Memory;

    /// <summary>How many requests the load balancer has sent it.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public static async Task<SampleNode> StartAsync((string Name, string Value)[] settings)
    {
        var home = Directory.CreateTempSubdirectory("offer18-otp-home-");
        return new SampleNode(home, await SampleProcess.StartAsync("Development", [.. settings, ("HOME", home.FullName)]));
    }

    public void Count() => Interlocked.Increment(ref _requests);

    /// <inheritdoc cref="SampleProcess.Pause"/>
    public void Pause() => _process.Pause();

    public void Resume() => _process.Resume();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _home.Delete(recursive: true);
    }
}
