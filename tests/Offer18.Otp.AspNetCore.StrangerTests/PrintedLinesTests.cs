using Offer18.Otp.AspNetCore.StrangerTests.Documents;
using Offer18.Otp.AspNetCore.StrangerTests.Sites;

namespace Offer18.Otp.AspNetCore.StrangerTests;

/// <summary>What our documents print for a site is what the sites of <see cref="StrangerTests"/> are made of.</summary>
public sealed class PrintedLinesTests
{
    private static readonly PrintedLines[] Walked = [.. StrangerSites.Common.Concat(StrangerSites.Others).SelectMany(site => site.Printed)];

    [Fact]
    public void The_readme_gates_a_site_with_four_lines_of_code_and_some_settings()
    {
        var site = StrangerSites.Common[0];

        Assert.Equal(("web", 4, 9), (site.Template, site.AddedToProgram, site.Added));
        Assert.Equal(["Program.cs", "Program.cs", "appsettings.json"], site.Printed.Select(lines => lines.File));
    }

    [Fact]
    public void Every_block_that_belongs_to_a_file_is_walked()
    {
        PrintedLines[] printed = [.. Document.Readme.Below(StrangerSites.Readme), .. Document.GettingStarted.Blocks, .. Document.BehindAProxy.Blocks];

        Assert.NotEmpty(printed);
        Assert.Empty(printed.Where(lines => !lines.IsCommand && !Walked.Contains(lines)).Select(lines => lines.Sentence));
    }

    [Theory]
    [InlineData("README.md", "README.zh-Hans.md")]
    [InlineData("docs/getting-started.md", "docs/getting-started.zh-Hans.md")]
    public void The_Chinese_page_prints_the_same_blocks(string english, string chinese) =>
        Assert.Equal(Blocks(Document.Of(english)), Blocks(Document.Of(chinese)));

    [Fact]
    public void The_page_about_the_gate_prints_the_Routes_razor_that_is_walked()
    {
        var walked = Document.GettingStarted.Below(StrangerSites.AllInteractiveServer).Single(lines => lines.File.EndsWith("Routes.razor", StringComparison.Ordinal));

        Assert.Contains(string.Join('\n', walked.Lines), Blocks(Document.Of("docs/gate.md")));
    }

    private static string[] Blocks(Document document) => [.. document.Blocks.Select(block => string.Join('\n', block.Lines))];
}
