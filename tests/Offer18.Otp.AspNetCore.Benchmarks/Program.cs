using System.Globalization;
using Offer18.Otp.AspNetCore.Benchmarks;
using Offer18.Otp.AspNetCore.Benchmarks.Site;
using Offer18.Otp.AspNetCore.Benchmarks.Site.Servers;

const string Redis = "redis=";

switch (args)
{
    case ["memory", .. var counts]:
        foreach (var count in Sizes(counts, 1_000_000))
        {
            Memory.Measure(count, Console.Out);
        }

        return 0;
    case [SiteCommand.Name, .. var words]:
        var redisOfSite = words.FirstOrDefault(word => word.StartsWith(Redis, StringComparison.Ordinal))?[Redis.Length..];
        await SiteCommand.RunAsync([.. words.Where(word => !word.StartsWith(Redis, StringComparison.Ordinal))], redisOfSite, Console.Out);
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
              site [beginnings of rows' names ...] [redis=<connection string>]
              memory [entries ...]
              <connection string of an empty Redis> [challenges ...]
            """);
        return 2;
}

static int[] Sizes(string[] given, params int[] otherwise) =>
    given.Length == 0 ? otherwise : [.. given.Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
