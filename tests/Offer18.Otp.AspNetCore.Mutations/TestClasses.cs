using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore.Mutations;

/// <summary>The classes of tests: how long each takes, and which mutations it reaches.</summary>
/// <param name="workshop">Where they were built.</param>
/// <param name="workers">How many run at once.</param>
/// <param name="enough">
/// How long the classes may take that a mutation is tried with, the likeliest first. What is said to survive may have failed in one of the
/// others.
/// </param>
internal sealed partial class TestClasses(Workshop workshop, int workers, TimeSpan enough)
{
    /// <summary>Those that look at files, at another process or at other rooms. They take long, and would notice little that the others do not.</summary>
    private static readonly string[] Unfit = [".ConventionTests", ".DocumentationTests", ".Client.", ".Simulator.", ".SampleSite."];

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, TestClass> _classes = new();
    private readonly ConcurrentDictionary<string, int> _kills = new();

    /// <summary>Runs each class by itself, without a mutation. What fails there says nothing about mutations, and is left out.</summary>
    public async Task LookAsync(IReadOnlyDictionary<int, MutationPoint> points)
    {
        var kept = Path.Combine(workshop.Folder, "reached");
        Directory.CreateDirectory(kept);
        var all = (await ListAsync(Workshop.UnitTests)).Select(name => (Project: Workshop.UnitTests, Name: name))
            .Concat((await ListAsync(Workshop.RedisTests)).Where(IsOfScripts).Select(name => (Project: Workshop.RedisTests, Name: name)))
            .Where(found => !Unfit.Any(part => found.Name.Contains(part, StringComparison.Ordinal))).ToArray();
        // What a class reaches stays known until its own file or the set of mutations changes.
        var set = string.Join('\n', points.OrderBy(point => point.Key).Select(point => $"{point.Key} {point.Value.Key}"));
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = workers }, async (found, _) =>
        {
            var source = Directory.EnumerateFiles(Path.Combine(workshop.Folder, "tests", found.Project), $"{found.Name.Split('.')[^1].Split('+')[0]}.cs", SearchOption.AllDirectories).FirstOrDefault();
            var mark = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(set + (source is null ? "" : File.ReadAllText(source)))))[..16];
            var file = Path.Combine(kept, $"{found.Name}.{mark}");
            if (!File.Exists(file))
            {
                var notes = file + ".notes";
                var (code, output, time) = await RunAsync(found.Project, Classes([found.Name]), new() { ["OFFER18_MUTATION_REACHED"] = notes }, Longest);
                if (code != 0)
                {
                    (code, output, time) = await RunAsync(found.Project, Classes([found.Name]), new() { ["OFFER18_MUTATION_REACHED"] = notes }, Longest);
                }

                var reached = Directory.EnumerateFiles(kept, Path.GetFileName(notes) + ".*").SelectMany(note => File.ReadAllText(note).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct();
                if (code != 0)
                {
                    Console.WriteLine($"left out, fails without any mutation: {found.Name} {Failed().Match(output).Groups[1].Value}");
                }

                await File.WriteAllTextAsync(file, $"{(code == 0 ? time.TotalSeconds : -1):0.0}\n{string.Join(' ', reached)}", CancellationToken.None);
                foreach (var note in Directory.EnumerateFiles(kept, Path.GetFileName(notes) + ".*").ToArray())
                {
                    File.Delete(note);
                }
            }

            var lines = await File.ReadAllLinesAsync(file, CancellationToken.None);
            if (double.Parse(lines[0], null) is > 0 and var seconds)
            {
                _classes[found.Name] = new(found.Project, found.Name, TimeSpan.FromSeconds(seconds), [.. lines.ElementAtOrDefault(1)?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, null)) ?? []]);
            }
        });
        Console.WriteLine($"{_classes.Count} classes of tests, {_classes.Values.Sum(test => test.Time.TotalSeconds):0} s one after the other");
    }

    /// <summary>Runs the classes that reach a mutation, those first that are likeliest to fail, until one fails.</summary>
    public async Task<Verdict> JudgeAsync(int id, MutationPoint point)
    {
        var reaching = _classes.Values.Where(test => point.IsScript ? test.Project == Workshop.RedisTests : test.Project == Workshop.UnitTests && test.Reached.Contains(id))
            .OrderByDescending(test => Likelihood(point, test))
            .ThenBy(test => test.Reached.Count).ToList();
        var time = TimeSpan.Zero;
        reaching = [.. reaching.TakeWhile((test, index) => index < 3 || (time += test.Time) < enough)];
        if (reaching.Count == 0)
        {
            return new(VerdictKind.NotReached, null);
        }

        Dictionary<string, string> variables = point.IsScript ? new() { ["OFFER18_MUTATION_SCRIPTS"] = workshop.WriteScripts(id, point) } : new() { ["OFFER18_MUTATION"] = $"{id}" };
        var size = 3;
        while (reaching.Count > 0)
        {
            // A few at first: most mutations are found by them. Then more.
            var (batch, rest) = (reaching[..Math.Min(size, reaching.Count)], reaching[Math.Min(size, reaching.Count)..]);
            reaching = rest;
            size *= 4;
            var limit = TimeSpan.FromSeconds(40) + 5 * batch.Aggregate(TimeSpan.Zero, (sum, test) => sum + test.Time);
            var (code, output, _) = await RunAsync(batch[0].Project, Classes(batch.Select(test => test.Name)), variables, limit);
            if (code == 0)
            {
                continue;
            }

            var killer = Failed().Match(output) is { Success: true, Groups: [_, var name] } ? name.Value : null;
            if (code is null && killer is null)
            {
                return new(VerdictKind.TimedOut, batch[0].Name);
            }

            var by = batch.FirstOrDefault(test => killer?.StartsWith(test.Name + ".", StringComparison.Ordinal) == true);
            // On a busy machine a test may fail by itself. So it must fail again, and alone.
            if (killer is null || (await RunAsync(batch[0].Project, ["-method", killer], variables, limit)).Code == 0)
            {
                Console.WriteLine($"failed only once: {killer ?? output.Trim().Split('\n')[^1]}");
                // The others of the batch did not come to their end.
                reaching.InsertRange(0, batch.Where(test => by is not null && test != by));
                continue;
            }

            if (by is not null)
            {
                _kills.AddOrUpdate(by.Name, 1, (_, kills) => kills + 1);
                _kills.AddOrUpdate($"{point.File} {by.Name}", 1, (_, kills) => kills + 1);
            }

            return new(VerdictKind.Killed, killer);
        }

        return new(VerdictKind.Survived, null);
    }

    // What has failed for this file, what is named after it, what is of the same room, what fails often.
    private int Likelihood(MutationPoint point, TestClass test)
    {
        var file = Path.GetFileNameWithoutExtension(point.File).Replace("Otp", "", StringComparison.Ordinal);
        var name = test.Name.Split('.')[^1].Replace("Otp", "", StringComparison.Ordinal);
        var alike = file.Zip(name).TakeWhile(letters => letters.First == letters.Second).Count();
        return (_kills.GetValueOrDefault($"{point.File} {test.Name}") * 10)
            + (alike >= 4 ? 8 * alike : 0)
            + (test.Name.Contains($".{point.Room}.", StringComparison.Ordinal) ? 10 : 0)
            + _kills.GetValueOrDefault(test.Name);
    }

    // By the contract and by what else is kept in Redis, on one server: the scripts are the same on each kind.
    private static bool IsOfScripts(string name) => name.Contains(".Stores.", StringComparison.Ordinal) && !OtherServers().IsMatch(name);

    private async Task<string[]> ListAsync(string project)
    {
        var (_, output, _) = await Tool.RunAsync(workshop.Test(project), ["-list", "classes", "-noLogo", "-noColor"], Path.GetDirectoryName(workshop.Test(project))!);
        return [.. output.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("Offer18.", StringComparison.Ordinal) && !line.Contains(' ', StringComparison.Ordinal))];
    }

    private static IEnumerable<string> Classes(IEnumerable<string> names) => names.SelectMany(name => (string[])["-class", name]);

    private Task<(int? Code, string Output, TimeSpan Time)> RunAsync(string project, IEnumerable<string> which, Dictionary<string, string> variables, TimeSpan limit) => Tool.RunAsync(
        workshop.Test(project),
        ["-noLogo", "-noColor", "-stopOnFail", .. which],
        Path.GetDirectoryName(workshop.Test(project))!,
        variables,
        limit);

    [GeneratedRegex("Tls|Cluster|Sentinel|GrowthTests|DistributedCache")]
    private static partial Regex OtherServers();

    [GeneratedRegex(@"(?m)^\s*(Offer18\.\S+?)(?:\(.*)? \[FAIL\]")]
    private static partial Regex Failed();

    private sealed record TestClass(string Project, string Name, TimeSpan Time, HashSet<int> Reached);
}
