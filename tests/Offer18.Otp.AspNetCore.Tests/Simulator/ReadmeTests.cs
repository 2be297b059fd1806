using Offer18.Otp.Simulator.Wire;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

public sealed class ReadmeTests
{
    [Fact]
    public async Task The_table_of_numbers_is_the_one_in_the_code()
    {
        var readme = await File.ReadAllLinesAsync(
            Path.Combine(RepositoryRoot(), "src", "Offer18.Otp.Simulator", "README.md"), TestContext.Current.CancellationToken);

        Assert.Equal(
            MagicNumbers.All.Values
                .OrderBy(number => number.Msisdn, StringComparer.Ordinal)
                .Select(number => $"| {number.Msisdn} | {number.Answers} | {number.BrowserGets} |"),
            readme.Where(line => line.StartsWith("| 44", StringComparison.Ordinal)));
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Offer18.Otp.AspNetCore.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
