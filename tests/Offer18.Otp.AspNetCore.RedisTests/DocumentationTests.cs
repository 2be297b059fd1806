using System.Text.RegularExpressions;
using Offer18.Otp.AspNetCore.Redis;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.RedisTests;

public sealed partial class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs/redis.md"));

    [Fact]
    public void The_lines_for_a_site_are_those_that_are_tested()
    {
        string[] files = ["RegistrationTests.cs", "Sites/TopologyTests.cs"];
        var tested = files
            .SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, "tests/Offer18.Otp.AspNetCore.RedisTests", file)))
            .Select(line => line.Trim())
            .ToHashSet();

        var lines = CSharp().Matches(Page).SelectMany(match => match.Groups[1].Value.Trim().Split('\n')).Select(line => line.Trim()).ToArray();
        Assert.Equal(7, lines.Length);
        Assert.All(lines, line => Assert.Contains(line, tested));
    }

    [Fact]
    public void The_table_of_settings_has_each_setting()
    {
        var table = string.Concat(Page.Split('\n')
            .SkipWhile(line => line != "## Settings").TakeWhile(line => line != "## What is kept")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1]));

        Assert.Equal(
            typeof(RedisStoreOptions).GetProperties().Select(property => property.Name).Order(),
            Code().Matches(table).Select(match => match.Groups[1].Value).Order());
    }

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Code();
}
