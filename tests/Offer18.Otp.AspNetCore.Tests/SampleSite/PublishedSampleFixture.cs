using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

/// <summary>
/// The sample site as it is published, on its simulator. Publishing compresses its files once and for all; an unpublished site serves them far
/// longer.
/// </summary>
public sealed class PublishedSampleFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("offer18-sample-").FullName;
    private SampleProcess? _sample;

    internal OtpBrowserClient Browse(string language) => new(_sample!.Address, language);

    public async ValueTask InitializeAsync()
    {
        // …/bin/Debug/net10.0/: the sample was built with the tests.
        var configuration = Directory.GetParent(AppContext.BaseDirectory)!.Parent!.Name;
        await Command.RunAsync(Repository.Root, [], Command.DotNet, "publish", "sample-site", "--no-build", "-c", configuration, "-o", _folder);
        _sample = await SampleProcess.StartPublishedAsync(_folder);
    }

    public async ValueTask DisposeAsync()
    {
        await (_sample?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }
}
