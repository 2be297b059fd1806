using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests;

public sealed partial class DocumentationTests
{
    [Fact]
    public void Every_row_of_the_security_page_names_tests_that_exist()
    {
        var tests = TestNames().ToHashSet();
        var rows = Read("docs/security.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToArray();

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            var named = Code().Matches(row.Split('|')[2]).Select(match => match.Groups[1].Value).ToArray();
            Assert.NotEmpty(named);
            Assert.Empty(named.Except(tests));
        });
    }

    [Fact]
    public void The_table_of_settings_has_each_setting()
    {
        var table = string.Concat(Read("README.md").Split('\n').SkipWhile(line => line != "## Settings").Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1]));

        Assert.Equal(
            typeof(Offer18OtpOptions).GetProperties().Select(property => property.Name).Order(),
            Code().Matches(table).Select(match => match.Groups[1].Value).Order());
    }

    [Fact]
    public async Task The_lines_for_an_existing_site_are_the_ones_that_run_here()
    {
        var here = Read("tests/Offer18.Otp.AspNetCore.Tests/DocumentationTests.cs").Split('\n').Select(line => line.Trim()).ToHashSet();
        var snippets = CSharp().Matches(Read("README.md")).SelectMany(match => match.Groups[1].Value.Trim().Split('\n')).ToArray();
        Assert.Equal(6, snippets.Length);
        Assert.All(snippets, line => Assert.Contains(line, here));

        var builder = WebApplication.CreateBuilder();
        builder.Services.AddOffer18Otp(builder.Configuration.GetSection("Offer18Otp"));
        builder.Services.AddOffer18Otp("kuwait-games", builder.Configuration.GetSection("Campaigns:KuwaitGames"));
        await using var app = builder.Build();
        app.MapOffer18Otp();
        app.MapGet("/premium", () => "hello").RequireOtpVerified();
        app.MapOffer18Otp("kuwait-games", "/kw/otp");
        app.MapGet("/kw/premium", () => "hello").RequireOtpVerified("kuwait-games");
    }

    [Fact]
    public void The_store_of_the_stores_page_is_the_one_that_passes_the_suite()
    {
        var stores = "tests/Offer18.Otp.AspNetCore.Tests/Stores/SqliteVerifiedMsisdnStore";
        var run = Read($"{stores}.cs") + Read($"{stores}Tests.cs") + Read("tests/Offer18.Otp.AspNetCore.Tests/Stores/OwnStoreTests.cs");
        var snippets = CSharp().Matches(Read("docs/stores.md")).Select(match => match.Groups[1].Value.Trim()).ToArray();

        Assert.Equal(5, snippets.Length);
        Assert.All(snippets, snippet => Assert.Contains(Indented(snippet), Indented(run), StringComparison.Ordinal));

        static string Indented(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));
    }

    [Fact]
    public void Every_link_and_picture_of_the_readme_leads_somewhere()
    {
        var targets = Link().Matches(Read("README.md")).Select(match => match.Groups[1].Value.Split('#')[0]).ToArray();

        Assert.NotEmpty(targets);
        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(Repository.Root, target)), target));
    }

    // In the source: tests of other projects count, too, and the suites that stores are proved with.
    internal static IEnumerable<string> TestNames() => ((string[])["tests", "src/Offer18.Otp.AspNetCore.Testing"])
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .SelectMany(file => Test().Matches(File.ReadAllText(file)))
        .Select(match => match.Groups[1].Value);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    [GeneratedRegex("`([A-Za-z0-9_]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b.*?\bpublic (?:virtual )?(?:async )?(?:Task|void) ([A-Za-z0-9_]+)\(", RegexOptions.Singleline)]
    private static partial Regex Test();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)]+)\)")]
    private static partial Regex Link();
}
