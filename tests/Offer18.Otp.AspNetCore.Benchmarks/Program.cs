using System.Globalization;
using Offer18.Otp.AspNetCore.Benchmarks;
using Offer18.Otp.AspNetCore.Benchmarks.Site;
using Offer18.Otp.AspNetCore.Benchmarks.Site.Servers;

const string Redis = "redis=";
const string WarmRounds = "rounds=";

switch (args)
{
    case ["memory", .. var counts]:
        foreach (var count in Sizes(counts, 1_000_000))
        {
            Memory.Measure(count, Console.Out);
        }

        return 0;
    case [SiteCommand.Name, .. var words]:
        await SiteCommand.RunAsync(
            [.. words.Where(word => Value(word, Redis) is null && Value(word, WarmRounds) is null)],
            words.Select(word => Value(word, Redis)).FirstOrDefault(value => value is not null),
            int.Parse(words.Select(word => Value(word, WarmRounds)).FirstOrDefault(value => value is not null) ?? "1", CultureInfo.InvariantCulture),
            Console.Out);
        return 0;
    case [ServerArguments.Command, _, _, _, ..]:
        await SiteServer.RunAsync(ServerArguments.From(args));
        return 0;
    case [var redis, .. var sizes]:
        await using (var growth = await Growth.ConnectAsync(redis, Console.Out))
        {
            await growth.MeasureAsync(Sizes(sizes, 1_000, 100_000, 1_000_000));
        }

        return 0;
    default:
        Console.Error.WriteLine(
            """
            usage: dotnet run -c Release --project tests/Offer18.Otp.AspNetCore.Benchmarks --
              site [beginnings of rows' names ...] [rounds=<warm rounds, the best of which counts>] [redis=<connection string>]
              memory [entries ...]
              <connection string of an empty Redis> [challenges ...]
            """);
        return 2;
}

static string? Value(string word, string name) => word.StartsWith(name, StringComparison.Ordinal) ? word[name.Length..] : null;

static int[] Sizes(string[] given, params int[] otherwise) =>
    given.Length == 0 ? otherwise : [.. given.Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
