using System.Reflection;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.StrangerTests.Sites;

/// <summary>
/// Where the sites are made and built, in a temporary folder. The package is the one of this build. It has a version that nobody has
/// seen before, because NuGet keeps what it has seen.
/// </summary>
internal sealed class Workshop : IDisposable
{
    private const string Package = "Offer18.Otp.AspNetCore";
    private const string Framework = "net10.0";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("offer18-otp-stranger-");
    private readonly string _version = $"0.0.0-stranger.{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}";
    private readonly Lazy<Task<string>> _built;

    public Workshop() => _built = new(BuildAsync);

    private static string Configuration => typeof(Workshop).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private string Feed => Path.Combine(_folder.FullName, "feed");

    // What the machine has in its cache is taken from there; what is new goes into the temporary folder.
    private Dictionary<string, string> Environment => new()
    {
        ["RestoreAdditionalProjectSources"] = Feed,
        ["NUGET_PACKAGES"] = Path.Combine(_folder.FullName, "packages"),
        ["NUGET_FALLBACK_PACKAGES"] = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
    };

    /// <summary>Where a site's data-protection keys go, and whatever else belongs into a home.</summary>
    public string Home => Path.Combine(_folder.FullName, "home");

    /// <returns>The built site: its folder, and the file to run.</returns>
    public async Task<(string Folder, string File)> SiteAsync(StrangerSite site, bool isPublished)
    {
        var output = await _built.Value;
        var project = ProjectFolder(site);
        var bin = Path.Combine(project, "bin", "Release", Framework);
        var folder = isPublished ? Path.Combine(bin, "publish") : project;
        var file = Path.Combine(isPublished ? folder : bin, $"{site.Name}.dll");
        return File.Exists(file) ? (folder, file) : throw new InvalidOperationException($"{site.Name} was not built.{System.Environment.NewLine}{Complaints(output, site.Name)}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Complaints(string output, string site)
    {
        var lines = output.Split('\n');
        var own = lines.Where(line => line.Contains("error", StringComparison.Ordinal) && line.Contains(site, StringComparison.Ordinal)).Distinct().ToArray();
        return string.Join('\n', own.Length > 0 ? own : lines[^Math.Min(40, lines.Length)..]);
    }

    private async Task PackAsync() => await Command.RunAsync(
        Repository.Root,
        Environment,
        Command.DotNet, "pack", Path.Combine("src", Package), "--no-build", "-c", Configuration, "-o", Feed, $"-p:Version={_version}", "-p:EnablePackageValidation=false");

    private async Task<string> BuildAsync()
    {
        await PackAsync();
        foreach (var site in StrangerSites.Wanted)
        {
            await MakeAsync(site);
        }

        var (built, published) = (Solution("built", StrangerSites.Wanted), Solution("published", StrangerSites.Wanted.Where(site => site.IsPublished)));
        // A site that does not build fails its own rows only.
        var build = await Command.TryRunAsync(_folder.FullName, Environment, Command.DotNet, "build", built, "-c", "Release", "-v", "q");
        var publish = await Command.TryRunAsync(_folder.FullName, Environment, Command.DotNet, "publish", published, "-c", "Release", "--no-build", "-v", "q");
        return build.Output + publish.Output;
    }

    private async Task MakeAsync(StrangerSite site)
    {
        // The machine's own templates stay as they are.
        await Command.RunAsync(
            _folder.FullName,
            Environment,
            Command.DotNet,
            ["new", .. site.Template.Split(' '), "-f", Framework, "-n", site.Name, "-o", site.Name, "--no-restore", "--debug:custom-hive", Path.Combine(_folder.FullName, "hive")]);
        var project = Path.Combine(ProjectFolder(site), $"{site.Name}.csproj");
        // What "dotnet add package" writes.
        await File.WriteAllTextAsync(project, (await File.ReadAllTextAsync(project, TestContext.Current.CancellationToken)).Replace(
            "</Project>", $"""  <ItemGroup><PackageReference Include="{Package}" Version="{_version}" /></ItemGroup></Project>""", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        foreach (var lines in site.Printed)
        {
            lines.ApplyTo(ProjectFolder(site));
        }
    }

    // A template with WebAssembly makes two projects. The server's is in a folder of its name.
    private string ProjectFolder(StrangerSite site)
    {
        var folder = Path.Combine(_folder.FullName, site.Name);
        return File.Exists(Path.Combine(folder, $"{site.Name}.csproj")) ? folder : Path.Combine(folder, site.Name);
    }

    private string Solution(string name, IEnumerable<StrangerSite> sites)
    {
        var path = Path.Combine(_folder.FullName, $"{name}.slnx");
        File.WriteAllText(path, $"<Solution>{string.Concat(sites.Select(site => $"""<Project Path="{Path.GetRelativePath(_folder.FullName, ProjectFolder(site))}/{site.Name}.csproj" />"""))}</Solution>");
        return path;
    }
}
