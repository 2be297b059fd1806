using System.IO.Compression;
using Offer18.Otp.AspNetCore.PackageTests;
using Offer18.Otp.AspNetCore.Tests.Hosting;

[assembly: AssemblyFixture(typeof(Feed))]

namespace Offer18.Otp.AspNetCore.PackageTests;

/// <summary>The packages, packed once for all tests, as a feed of a stranger's site.</summary>
public sealed class Feed : IAsyncDisposable
{
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("offer18-otp-packages-");
    private readonly Lazy<Task<SourceTree>> _packed;

    public Feed() => _packed = new(PackAsync);

    public string Temporary => _temporary.FullName;

    public string Folder => Path.Combine(Temporary, "feed");

    internal async Task<SourceTree> TreeAsync() => await _packed.Value;

    /// <summary>The version that all packages have.</summary>
    public async Task<string> VersionAsync()
    {
        await TreeAsync();
        const string Template = "Offer18.Otp.Templates.";
        return Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(Folder, $"{Template}*.nupkg").Single())[Template.Length..];
    }

    public async Task<ZipArchive> OpenAsync(string package, string extension = "nupkg") =>
        await ZipFile.OpenReadAsync(Path.Combine(Folder, $"{package}.{await VersionAsync()}.{extension}"), TestContext.Current.CancellationToken);

    /// <summary>What lets NuGet find the packages, beside the sources that the machine has.</summary>
    public IReadOnlyDictionary<string, string> Environment() => new Dictionary<string, string> { ["RestoreAdditionalProjectSources"] = Folder };

    /// <summary>A folder of a test's own.</summary>
    public string NewFolder(string name) => _temporary.CreateSubdirectory(name).FullName;

    public async ValueTask DisposeAsync()
    {
        if (_packed is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await RemoveFromCacheAsync();
        }

        _temporary.Delete(recursive: true);
    }

    private async Task<SourceTree> PackAsync()
    {
        var tree = await SourceTree.CopyAsync(Repository.Root, Path.Combine(Temporary, "source"));
        await tree.PackAsync(Folder);
        return tree;
    }

    // NuGet keeps each package that it has seen. Nobody will ask for this version again.
    private async Task RemoveFromCacheAsync()
    {
        var cache = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var version = await VersionAsync();
        foreach (var package in Directory.Exists(cache) ? Directory.EnumerateDirectories(cache, "offer18.otp.*") : [])
        {
            if (Path.Combine(package, version) is var folder && Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
