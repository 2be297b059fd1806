using System.Globalization;
using Offer18.Otp.AspNetCore.Mutations;

// Breaks the code in many places, one at a time, and says which changes no test notices.
// usage: dotnet run --project tests/Offer18.Otp.AspNetCore.Mutations -- [--count 240] [--first N] [--workers 2] [--enough SECONDS] [--survivors | --rest] [--only TEXT] [--list]
//   --count      how many of the points are tried. The sample is the same for everybody
//   --first      tries only so many of the sample
//   --workers    how many tests run at once
//   --enough     tries each with the likeliest classes of tests, which take so long together. Without it, with all that reach it
//   --survivors  only those that survived the last run
//   --rest       only those that the last run did not come to
//   --only       only those whose name contains the text
//   --list       prints them, and tries none
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var count = int.Parse(Option("--count") ?? "240", null);
var workers = int.Parse(Option("--workers") ?? "2", null);
var root = Root();
var workshop = new Workshop(root, Path.Combine(Path.GetTempPath(), "offer18-mutations"));
var report = Path.Combine(workshop.Folder, "report.tsv");
var accepted = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "survivors.tsv"))
    .Select(line => line.Split('\t')).Where(row => row.Length == 2).ToDictionary(row => row[0], row => row[1]);

var all = workshop.Points().ToArray();
var sample = all.OrderBy(point => point.Lot, StringComparer.Ordinal).Take(count).Select((point, id) => (point, id)).ToDictionary(pair => pair.id, pair => pair.point);
var first = int.Parse(Option("--first") ?? $"{count}", null);
var known = File.Exists(report) ? File.ReadAllLines(report).Select(line => line.Split('\t')).GroupBy(row => row[1]).ToDictionary(same => same.Key, same => same.Last()) : [];
var wanted = sample.Where(point => point.Key < first
    && (!args.Contains("--survivors") || (known.TryGetValue(point.Value.Key, out var row) && !IsKilled(row)))
    && (!args.Contains("--rest") || !known.ContainsKey(point.Value.Key))
    && (Option("--only") is not { } text || point.Value.Key.Contains(text, StringComparison.Ordinal))).ToDictionary();
Console.WriteLine($"{all.Length} points, {sample.Count} in the sample, {wanted.Count} to try");
if (args.Contains("--list"))
{
    foreach (var point in wanted.Values)
    {
        Console.WriteLine($"{point.Line}\t{point.Key}");
    }

    return 0;
}

var begun = TimeProvider.System.GetTimestamp();
var built = await workshop.BuildAsync(sample);
Console.WriteLine($"built after {Elapsed()}");
var classes = new TestClasses(workshop, workers, TimeSpan.FromSeconds(int.Parse(Option("--enough") ?? "3600", null)));
await classes.LookAsync(built);
Console.WriteLine($"looked after {Elapsed()}");

var tried = 0;
var writing = new Lock();
await Parallel.ForEachAsync(wanted.Where(point => built.ContainsKey(point.Key)), new ParallelOptions { MaxDegreeOfParallelism = workers }, async (point, _) =>
{
    var verdict = await classes.JudgeAsync(point.Key, point.Value);
    lock (writing)
    {
        // A run that is stopped can go on.
        known[point.Value.Key] = [$"{verdict.Kind}", point.Value.Key, verdict.By ?? "", point.Value.Room];
        File.WriteAllLines(report, known.Values.OrderBy(row => row[1], StringComparer.Ordinal).Select(row => string.Join('\t', row)));
        Console.WriteLine($"{++tried}/{wanted.Count} {Elapsed()} {verdict.Kind}: {point.Value.Key} {(verdict.By is null ? $"(line {point.Value.Line})" : $"by {verdict.By.Split('.')[^2]}.{verdict.By.Split('.')[^1]}")}");
    }
});

var names = built.Values.Select(point => point.Key).ToHashSet();
var rows = known.Values.Where(row => names.Contains(row[1])).ToArray();

Console.WriteLine();
Console.WriteLine("| room | tried | killed | of these timed out | survived | not reached |");
Console.WriteLine("|---|---|---|---|---|---|");
foreach (var room in rows.GroupBy(row => row[3]).Append(rows.GroupBy(_ => "all").Single()))
{
    Console.WriteLine($"| {room.Key} | {room.Count()} | {room.Count(IsKilled)} | {room.Count(row => row[0] == "TimedOut")} | {room.Count(row => row[0] == "Survived")} | {room.Count(row => row[0] == "NotReached")} |");
}

Console.WriteLine();
foreach (var row in rows.Where(row => !IsKilled(row)))
{
    Console.WriteLine($"{row[0]}: {row[1]}{(accepted.TryGetValue(row[1], out var reason) ? $" -- {reason}" : "")}");
}

var unexplained = rows.Count(row => !IsKilled(row) && !accepted.ContainsKey(row[1]));
Console.WriteLine($"{100.0 * rows.Count(IsKilled) / rows.Length:0.0} % killed after {Elapsed()}; {unexplained} survivors without a reason in survivors.tsv");
return unexplained == 0 ? 0 : 1;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

string Elapsed() => TimeProvider.System.GetElapsedTime(begun).ToString(@"mm\:ss", null);

static bool IsKilled(string[] row) => row[0] is "Killed" or "TimedOut";

static string Root()
{
    var folder = new DirectoryInfo(AppContext.BaseDirectory);
    while (!File.Exists(Path.Combine(folder.FullName, "Offer18.Otp.AspNetCore.sln")))
    {
        folder = folder.Parent ?? throw new InvalidOperationException("This runs within the repository only.");
    }

    return folder.FullName;
}
