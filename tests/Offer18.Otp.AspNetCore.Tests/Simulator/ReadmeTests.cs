using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator.Wire;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

public sealed class ReadmeTests
{
    [Fact]
    public async Task The_table_of_numbers_is_the_one_in_the_code()
    {
        var readme = await File.ReadAllLinesAsync(
            Path.Combine(Repository.Root, "src", "Offer18.Otp.Simulator", "README.md"), TestContext.Current.CancellationToken);

        Assert.Equal(
            MagicNumbers.All.Values
                .OrderBy(number => number.Msisdn, StringComparer.Ordinal)
                .Select(number => $"| {number.Msisdn} | {number.Answers} | {number.BrowserGets} |"),
            readme.Where(line => line.StartsWith("| 44", StringComparison.Ordinal)));
    }
}
