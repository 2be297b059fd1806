using System.Globalization;
using Offer18.Otp.AspNetCore.Benchmarks;

if (args is not [var redis, .. var sizes])
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Offer18.Otp.AspNetCore.Benchmarks -- <connection string of an empty Redis> [challenges ...]");
    return 2;
}

await using var growth = await Growth.ConnectAsync(redis, Console.Out);
await growth.MeasureAsync(sizes.Length == 0 ? [1_000, 100_000, 1_000_000] : [.. sizes.Select(size => int.Parse(size, CultureInfo.InvariantCulture))]);
return 0;
