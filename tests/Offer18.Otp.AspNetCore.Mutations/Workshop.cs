using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Offer18.Otp.AspNetCore.Mutations;

/// <summary>A copy of the repository, in which the mutations are built. It is kept, so that the next run builds only what has changed.</summary>
internal sealed partial class Workshop(string root, string folder)
{
    private const string Library = "src/Offer18.Otp.AspNetCore";
    private const string Switch = $"{Library}/MutationSwitch.cs";
    private const string Scripts = "src/Offer18.Otp.AspNetCore.Redis/Scripts";
    private const string Reader = "src/Offer18.Otp.AspNetCore.Redis/RedisScript.cs";
    private const string Embedded = "Assembly.GetExecutingAssembly().GetManifestResourceStream($\"{part}.lua\")!";

    private static readonly string[] Rooms = ["Verification", "Stores", "Gate", "Endpoints", "Browser"];

    public const string UnitTests = "Offer18.Otp.AspNetCore.Tests";
    public const string RedisTests = "Offer18.Otp.AspNetCore.RedisTests";

    public string Folder => folder;

    /// <summary>All points of the rooms and of the scripts.</summary>
    public IEnumerable<MutationPoint> Points() =>
    [
        .. Sources().SelectMany(file =>
        {
            var mutator = new CodeMutator(file, _ => null);
            mutator.Visit(Tree(file).GetRoot());
            return mutator.Points;
        }),
        .. Directory.EnumerateFiles(Path.Combine(root, Scripts), "*.lua").Order(StringComparer.Ordinal)
            .SelectMany(file => ScriptMutator.Points(Path.GetRelativePath(root, file), File.ReadAllText(file))),
    ];

    public string Test(string project) => Path.Combine(folder, "tests", project, "bin", "Debug", "net10.0", project);

    /// <summary>Copies the repository and builds the chosen mutations into it.</summary>
    /// <returns>Those that compile, by number.</returns>
    public async Task<Dictionary<int, MutationPoint>> BuildAsync(IReadOnlyDictionary<int, MutationPoint> chosen)
    {
        var noCode = Path.Combine(folder, "no-code.txt");
        var known = File.Exists(noCode) ? (await File.ReadAllLinesAsync(noCode)).ToHashSet() : [];
        var kept = chosen.Where(point => !known.Contains(point.Value.Key)).ToDictionary();
        await CopyAsync();
        while (true)
        {
            foreach (var file in Sources())
            {
                var numbers = kept.Where(point => point.Value.File == file).ToDictionary(point => point.Value.Key, point => point.Key);
                var mutator = new CodeMutator(file, point => numbers.TryGetValue(point.Key, out var id) ? id : null);
                Write(file, mutator.Visit(await Tree(file).GetRootAsync()).ToFullString());
            }

            var errors = await BuildAsync(Library);
            if (errors.Length == 0)
            {
                break;
            }

            // A mutation may be no C#: a variable that is then unassigned, a minus between texts.
            var wrong = errors.SelectMany(NumbersAt).Where(kept.ContainsKey).ToHashSet();
            if (wrong.Count == 0)
            {
                throw new InvalidOperationException(string.Join('\n', errors));
            }

            foreach (var id in wrong)
            {
                Console.WriteLine($"is no C#: {kept[id].Key}");
                await File.AppendAllLinesAsync(noCode, [kept[id].Key]);
                kept.Remove(id);
            }
        }

        foreach (var project in (string[])[UnitTests, RedisTests])
        {
            if (await BuildAsync($"tests/{project}") is { Length: > 0 } errors)
            {
                throw new InvalidOperationException(string.Join('\n', errors));
            }
        }

        return kept;
    }

    /// <summary>A folder with all scripts, of which one is changed.</summary>
    public string WriteScripts(int id, MutationPoint point)
    {
        var scripts = Path.Combine(folder, "scripts", $"{id}");
        Directory.CreateDirectory(scripts);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, Scripts), "*.lua"))
        {
            File.WriteAllText(Path.Combine(scripts, Path.GetFileName(file)), Path.GetRelativePath(root, file) == point.File ? point.Changed! : File.ReadAllText(file));
        }

        return scripts;
    }

    private IEnumerable<string> Sources() => Rooms
        .SelectMany(room => Directory.EnumerateFiles(Path.Combine(root, Library, room), "*.cs").Order(StringComparer.Ordinal))
        .Select(file => Path.GetRelativePath(root, file));

    private SyntaxTree Tree(string file) => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(root, file)), new(LanguageVersion.Preview));

    private async Task CopyAsync()
    {
        var files = (await Tool.RunAsync("git", ["ls-files", "-co", "--exclude-standard"], root)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(file => File.Exists(Path.Combine(root, file))).ToArray();
        var sources = Sources().ToHashSet();
        foreach (var file in files.Where(file => !sources.Contains(file) && file != Reader))
        {
            var (from, to) = (Path.Combine(root, file), Path.Combine(folder, file));
            if (!File.Exists(to) || !File.ReadAllBytes(from).AsSpan().SequenceEqual(File.ReadAllBytes(to)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(from, to, overwrite: true);
            }
        }

        // What was removed since the last run.
        var known = files.Append(Switch).ToHashSet();
        foreach (var file in ((string[])["src", "tests", "sample-site"]).Select(part => Path.Combine(folder, part)).Where(Directory.Exists)
            .SelectMany(part => Directory.EnumerateFiles(part, "*.*", SearchOption.AllDirectories)).Select(file => Path.GetRelativePath(folder, file)))
        {
            if (!known.Contains(file) && !Built().IsMatch(file))
            {
                File.Delete(Path.Combine(folder, file));
            }
        }

        Write(Switch, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "MutationSwitch.cs.txt")));
        var reader = await File.ReadAllTextAsync(Path.Combine(root, Reader));
        if (!reader.Contains(Embedded, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{Reader} reads its scripts in another way.");
        }

        Write(Reader, reader.Replace(
            Embedded,
            $"System.Environment.GetEnvironmentVariable(\"OFFER18_MUTATION_SCRIPTS\") is {{ }} scripts ? File.OpenRead(Path.Combine(scripts, part + \".lua\")) : {Embedded}",
            StringComparison.Ordinal));
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    // Warnings are no errors here: "!= MutationSwitch.Is(7)" hides from the compiler that something is not null.
    private async Task<string[]> BuildAsync(string project)
    {
        Console.WriteLine($"builds {project}");
        var (code, output, _) = await Tool.RunAsync(
            "dotnet",
            ["build", project, "-v", "q", "-clp:NoSummary", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", "-p:MSBuildTreatWarningsAsErrors=false", "-p:NoWarn=CS8602%3BCS8604%3BCS8629"],
            folder);
        return code == 0 ? [] : [.. output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct()];
    }

    // The numbers in the innermost code around an error that has any.
    private int[] NumbersAt(string error)
    {
        if (Place().Match(error) is not { Success: true, Groups: [_, var file, var line, var column] } || !File.Exists(file.Value))
        {
            return [];
        }

        var text = SourceText.From(File.ReadAllText(file.Value));
        var at = text.Lines[int.Parse(line.Value, null) - 1].Start + int.Parse(column.Value, null) - 1;
        var tree = CSharpSyntaxTree.ParseText(text, new(LanguageVersion.Preview));
        return tree.GetRoot().FindToken(at).Parent!.AncestorsAndSelf().Select(node => Number().Matches(node.ToString())).Where(matches => matches.Count > 0)
            .Select(matches => matches.Select(match => int.Parse(match.Groups[1].Value, null)).Distinct().ToArray()).FirstOrDefault() ?? [];
    }

    [GeneratedRegex(@"(^|/)(bin|obj)/")]
    private static partial Regex Built();

    [GeneratedRegex(@"^\s*(/[^(]+)\((\d+),(\d+)\): error CS")]
    private static partial Regex Place();

    [GeneratedRegex(@"MutationSwitch\.Is\((\d+)\)")]
    private static partial Regex Number();
}
