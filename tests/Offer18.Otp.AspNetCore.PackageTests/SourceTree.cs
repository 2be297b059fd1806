using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.PackageTests;

/// <summary>A clone of the repository as it stands, with what is not committed yet, in a folder of its own.</summary>
internal sealed class SourceTree
{
    public const string RepositoryUrl = "https://github.com/example/offer18-otp";

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["GIT_AUTHOR_NAME"] = "Test",
        ["GIT_AUTHOR_EMAIL"] = "test@example.org",
        ["GIT_COMMITTER_NAME"] = "Test",
        ["GIT_COMMITTER_EMAIL"] = "test@example.org",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
    };

    private SourceTree(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Copies the repository, and commits what there is.</summary>
    public static async Task<SourceTree> CopyAsync(string repository, string folder)
    {
        var tree = new SourceTree(Directory.CreateDirectory(folder).FullName);
        var files = await Command.RunAsync(repository, Environment, "git", "ls-files", "--cached", "--others", "--exclude-standard");
        foreach (var file in files.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(repository, file))))
        {
            var copy = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(repository, file), copy);
        }

        await tree.GitAsync("init", "-q");
        await tree.GitAsync("add", "-A");
        await tree.GitAsync("commit", "-q", "-m", "All of it");
        await tree.GitAsync("remote", "add", "origin", $"{RepositoryUrl}.git");
        return tree;
    }

    /// <summary>The same commit in another folder.</summary>
    public async Task<SourceTree> CloneAsync(string folder)
    {
        await GitAsync("clone", "-q", Folder, folder);
        var clone = new SourceTree(folder);
        await clone.GitAsync("remote", "set-url", "origin", $"{RepositoryUrl}.git");
        return clone;
    }

    public async Task<string> CommitAsync() => (await GitAsync("rev-parse", "HEAD")).Trim();

    /// <summary><c>dotnet pack</c>, with the packages in a folder of their own.</summary>
    public Task PackAsync(string output, params string[] arguments) =>
        Command.RunAsync(Folder, Environment, Command.DotNet, ["pack", "-o", output, .. arguments]);

    public Task<string> GitAsync(params string[] arguments) => Command.RunAsync(Folder, Environment, "git", arguments);
}
