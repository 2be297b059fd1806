using System.IO.Compression;
using System.Reflection.Metadata;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.PackageTests;

/// <summary>What <c>dotnet pack</c> makes at the root.</summary>
[Long]
public sealed partial class PackTests(Feed feed)
{
    private const string Simulator = "Offer18.Otp.Simulator";
    private const string Templates = "Offer18.Otp.Templates";

    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private static readonly string[] Libraries =
        ["Offer18.Otp.AspNetCore", "Offer18.Otp.AspNetCore.Redis", "Offer18.Otp.AspNetCore.Testing", Simulator];

    public static TheoryData<string> Packages => [.. Libraries, Templates];

    public static TheoryData<string> PackagesWithSymbols => [.. Libraries];

    [Fact]
    public async Task The_packages_are_these_and_no_others()
    {
        var version = await feed.VersionAsync();

        Assert.Equal(
            Libraries.SelectMany(library => new[] { $"{library}.{version}.nupkg", $"{library}.{version}.snupkg" }).Append($"{Templates}.{version}.nupkg").Order(),
            Directory.EnumerateFiles(feed.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Only_what_is_packed_is_restored_and_built()
    {
        var tree = await feed.TreeAsync();

        Assert.True(Directory.Exists(Path.Combine(tree.Folder, "src/Offer18.Otp.Simulator/obj")));
        Assert.Empty(((string[])["tests", "sample-site"])
            .SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(tree.Folder, folder), "obj", SearchOption.AllDirectories)));
    }

    [Fact]
    public async Task Packing_leaves_nothing_in_the_tree() => Assert.Empty(await (await feed.TreeAsync()).GitAsync("status", "--porcelain"));

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task A_package_says_where_it_comes_from(string package)
    {
        await using var archive = await feed.OpenAsync(package);
        var nuspec = XDocument.Parse(Read(archive, $"{package}.nuspec")).Root!.Elements().Single();
        var repository = Element("repository")!;

        Assert.Equal(SourceTree.RepositoryUrl, repository.Attribute("url")!.Value.Replace(".git", "", StringComparison.Ordinal));
        Assert.Equal(await (await feed.TreeAsync()).CommitAsync(), repository.Attribute("commit")!.Value);
        Assert.Equal(SourceTree.RepositoryUrl, Element("projectUrl")!.Value);
        Assert.Equal("MIT", Element("license")!.Value);
        Assert.NotEmpty(Element("tags")!.Value);
        Assert.EndsWith(".", Element("description")!.Value, StringComparison.Ordinal);
        Assert.Equal([0x89, .. "PNG"u8], Bytes(archive, Element("icon")!.Value)[..4]);
        Assert.Contains(Element("releaseNotes")!.Value.Trim(), await File.ReadAllTextAsync(Path.Combine(Repository.Root, "CHANGELOG.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotEmpty(Element("releaseNotes")!.Value.Trim());
        Assert.DoesNotContain("## ", Element("releaseNotes")!.Value, StringComparison.Ordinal);

        XElement? Element(string name) => nuspec.Elements().SingleOrDefault(element => element.Name.LocalName == name);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task The_links_of_a_readme_work_on_a_package_page(string package)
    {
        await using var archive = await feed.OpenAsync(package);
        var tree = await feed.TreeAsync();
        var commit = await tree.CommitAsync();
        var links = Link().Matches(Read(archive, "README.md")).Select(match => (IsPicture: match.Groups[1].Length > 0, Target: match.Groups[2].Value)).ToArray();

        Assert.True(links.Length > 0 || package is Templates or Simulator);
        Assert.All(links, link => Assert.Matches("^(https://|#)", link.Target));
        foreach (var (isPicture, target) in links.Where(link => link.Target.Contains("github", StringComparison.Ordinal) && link.Target.Contains(commit, StringComparison.Ordinal)))
        {
            var beginning = isPicture ? $"https://raw.githubusercontent.com/example/offer18-otp/{commit}/" : $"{SourceTree.RepositoryUrl}/blob/{commit}/";
            Assert.StartsWith(beginning, target, StringComparison.Ordinal);
            Assert.True(Path.Exists(Path.Combine(tree.Folder, target[beginning.Length..].Split('#')[0])), target);
        }
    }

    [Theory]
    [MemberData(nameof(PackagesWithSymbols))]
    public async Task No_path_of_the_build_is_in_an_assembly_or_its_symbols(string package)
    {
        await using var archive = await feed.OpenAsync(package);
        await using var symbols = await feed.OpenAsync(package, "snupkg");
        var binaries = archive.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)).Concat(symbols.Entries.Where(entry => entry.Name.EndsWith(".pdb", StringComparison.Ordinal))).ToArray();

        Assert.Contains(binaries, entry => entry.Name == $"{package}.dll");
        Assert.Contains(binaries, entry => entry.Name == $"{package}.pdb");
        Assert.All(binaries, entry => Assert.All(
            (Encoding[])[Encoding.UTF8, Encoding.Unicode],
            encoding => Assert.True(Bytes(entry).AsSpan().IndexOf(encoding.GetBytes(feed.Temporary)) < 0, entry.FullName)));
    }

    [Theory]
    [MemberData(nameof(PackagesWithSymbols))]
    public async Task A_debugger_finds_the_source_of_a_package(string package)
    {
        await using var symbols = await feed.OpenAsync(package, "snupkg");
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Bytes(symbols, $"lib/net10.0/{package}.pdb")));
        var pdb = provider.GetMetadataReader();
        var documents = pdb.Documents.Select(document => pdb.GetString(pdb.GetDocument(document).Name)).ToArray();
        var link = pdb.CustomDebugInformation.Select(pdb.GetCustomDebugInformation).Single(information => pdb.GetGuid(information.Kind) == SourceLink);

        Assert.All(documents, document => Assert.StartsWith("/_/", document, StringComparison.Ordinal));
        Assert.Contains(documents, document => document.StartsWith($"/_/src/{package}/", StringComparison.Ordinal));
        Assert.Contains(
            $"\"/_/*\":\"https://raw.githubusercontent.com/example/offer18-otp/{await (await feed.TreeAsync()).CommitAsync()}/*\"",
            Encoding.UTF8.GetString(pdb.GetBlobBytes(link.Value)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_makes_one_version_and_the_same_assemblies_everywhere_and_a_change_makes_another()
    {
        var tree = await (await feed.TreeAsync()).CloneAsync(Path.Combine(feed.Temporary, "somewhere", "else"));
        var again = feed.NewFolder("again");
        var changed = feed.NewFolder("changed");

        await tree.PackAsync(again);
        await File.AppendAllTextAsync(Path.Combine(tree.Folder, "README.md"), "More.\n", TestContext.Current.CancellationToken);
        await tree.PackAsync(changed);

        Assert.Equal(Names(feed.Folder), Names(again));
        Assert.All(Names(again), package => Assert.Equal(Binaries(Path.Combine(feed.Folder, package)), Binaries(Path.Combine(again, package))));
        Assert.Empty(Directory.EnumerateFiles(changed).Select(Path.GetFileName).Intersect(Directory.EnumerateFiles(again).Select(Path.GetFileName)));
        Assert.Equal(9, Directory.EnumerateFiles(changed).Count());
    }

    [Fact]
    public async Task A_project_that_is_packed_by_itself_has_the_same_version()
    {
        var tree = await (await feed.TreeAsync()).CloneAsync(Path.Combine(feed.Temporary, "one"));
        var one = feed.NewFolder("one-packed");
        var version = await feed.VersionAsync();

        await tree.PackAsync(one, "src/Offer18.Otp.AspNetCore.Redis");

        Assert.Equal([$"Offer18.Otp.AspNetCore.Redis.{version}.nupkg", $"Offer18.Otp.AspNetCore.Redis.{version}.snupkg"], Names(one));
        await using var archive = await ZipFile.OpenReadAsync(Path.Combine(one, $"Offer18.Otp.AspNetCore.Redis.{version}.nupkg"), TestContext.Current.CancellationToken);
        Assert.Contains($"id=\"Offer18.Otp.AspNetCore\" version=\"{version}\"", Read(archive, "Offer18.Otp.AspNetCore.Redis.nuspec"), StringComparison.Ordinal);
    }

    // A copy below "content" would become a file of each site.
    [Theory]
    [MemberData(nameof(PackagesWithSymbols))]
    public async Task A_package_has_its_settings_schema_once_and_adds_no_file_to_a_site(string package)
    {
        await using var archive = await feed.OpenAsync(package);
        var names = archive.Entries.Select(entry => entry.FullName).ToArray();
        var hasSchema = package is "Offer18.Otp.AspNetCore" or "Offer18.Otp.AspNetCore.Redis";

        Assert.Equal(hasSchema ? ["ConfigurationSchema.json"] : [], names.Where(name => name.EndsWith("ConfigurationSchema.json", StringComparison.Ordinal)));
        Assert.True(!hasSchema || Read(archive, $"buildTransitive/{package}.targets").Contains("$(MSBuildThisFileDirectory)../ConfigurationSchema.json", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.StartsWith("content", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_release_has_the_plain_version_and_a_readme_without_address_no_links()
    {
        var tree = await (await feed.TreeAsync()).CloneAsync(Path.Combine(feed.Temporary, "release"));
        var release = feed.NewFolder("released");

        await tree.GitAsync("remote", "remove", "origin");
        await tree.PackAsync(release, "src/Offer18.Otp.AspNetCore", "-p:PublicRelease=true");

        var version = XDocument.Load(Path.Combine(tree.Folder, "Directory.Build.props")).Descendants("VersionPrefix").Single().Value;
        await using var archive = await ZipFile.OpenReadAsync(Path.Combine(release, $"Offer18.Otp.AspNetCore.{version}.nupkg"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Link().Matches(Read(archive, "README.md")), match => !match.Groups[2].Value.StartsWith("https://", StringComparison.Ordinal));
        Assert.DoesNotMatch(EmptyRow(), Read(archive, "README.md"));
        var nuspec = Read(archive, "Offer18.Otp.AspNetCore.nuspec");
        Assert.DoesNotContain("projectUrl", nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain(feed.Temporary, nuspec, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(string folder) => Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    // Assemblies, their texts in other languages, and symbols, each with a digest of its bytes.
    private static string[] Binaries(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries
            .Where(entry => Path.GetExtension(entry.Name) is ".dll" or ".pdb")
            .Select(entry => $"{entry.FullName} {Convert.ToHexString(SHA256.HashData(Bytes(entry)))}")];
    }

    private static string Read(ZipArchive archive, string name) => Encoding.UTF8.GetString(Bytes(archive, name)).TrimStart('\uFEFF');

    private static byte[] Bytes(ZipArchive archive, string name) => Bytes(archive.GetEntry(name) ?? throw new InvalidOperationException($"There is no {name}."));

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var memory = new MemoryStream();
        content.CopyTo(memory);
        return memory.ToArray();
    }

    [GeneratedRegex(@"^\|[ |]*$", RegexOptions.Multiline)]
    private static partial Regex EmptyRow();

    [GeneratedRegex(@"(!?)\[[^\]]*\]\(([^)]+)\)")]
    private static partial Regex Link();
}
