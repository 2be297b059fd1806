using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.WebEncoders;
using Offer18.Otp.AspNetCore.Endpoints;
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

    // NIST 3.2.9: whoever relies on it is told what it is worth.
    [Theory]
    [InlineData("README.md", "restricted authenticator", "phished")]
    [InlineData("README.zh-Hans.md", "短信验证码可能被截获或骗取")]
    [InlineData("docs/security.md", "An SMS code is a restricted authenticator", "does not\nprotect against phishing")]
    public void It_is_said_that_an_sms_proves_little_by_itself(string page, params string[] said) =>
        Assert.All(said, words => Assert.Contains(words, Read(page), StringComparison.Ordinal));

    [Theory]
    [InlineData("README.md", "## Settings")]
    [InlineData("README.zh-Hans.md", "## 设置")]
    public void The_table_of_settings_has_each_setting(string readme, string heading)
    {
        var table = string.Concat(Read(readme).Split('\n').SkipWhile(line => line != heading).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1]));

        Assert.Equal(
            typeof(Offer18OtpOptions).GetProperties().Select(property => property.Name).Order(),
            Code().Matches(table).Select(match => match.Groups[1].Value).Order());
    }

    [Fact]
    public async Task The_lines_for_an_existing_site_are_the_ones_that_run_here()
    {
        var here = Read("tests/Offer18.Otp.AspNetCore.Tests/DocumentationTests.cs").Split('\n').Select(line => line.Trim()).ToHashSet();
        var snippets = CSharp().Matches(Read("README.md") + Read("docs/campaigns.md") + Read("docs/component.md")).SelectMany(match => match.Groups[1].Value.Trim().Split('\n')).ToArray();
        Assert.Equal(10, snippets.Length);
        Assert.All(snippets, line => Assert.Contains(line, here));

        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Offer18Otp:ApiKey"] = "key",
            ["Offer18Otp:AffiliateId"] = "1001",
            ["Offer18Otp:AdvertiserId"] = "2002",
            ["Offer18Otp:AllowedCountries"] = "GB",
        });
        builder.Services.AddOffer18Otp(builder.Configuration.GetSection("Offer18Otp"));
        builder.Services.AddOffer18Otp("kuwait-games", builder.Configuration.GetSection("Campaigns:KuwaitGames"));
        builder.Services.Configure<Offer18OtpOptions>(options => options.Nonce = context => context.Items["nonce"] as string);
        builder.Services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        await using var app = builder.Build();
        app.MapOffer18Otp();
        app.MapOffer18OtpPage();
        app.MapGet("/premium", () => "Welcome!").RequireOtpVerified();
        app.MapOffer18Otp("kuwait-games", "/kw/otp");
        app.MapGet("/kw/premium", () => "Welcome!").RequireOtpVerified("kuwait-games");

        // The page's other form: a site has one of the two.
        Action<WebApplication> styled = app =>
        {
            app.MapOffer18OtpPage(configure: page => page.StyleSheets.Add("~/own.css"));
        };
        Assert.NotNull(styled);
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
    public void The_operators_endpoints_of_the_limits_page_are_the_ones_that_the_tests_call()
    {
        var snippet = Assert.Single(CSharp().Matches(Read("docs/limits.md"))).Groups[1].Value;

        Assert.All(
            snippet.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            line => Assert.Contains(line, Read("tests/Offer18.Otp.AspNetCore.Tests/Hosting/Documented/OperatorEndpoints.cs"), StringComparison.Ordinal));
    }

    [Fact]
    public void The_handler_of_the_events_page_is_one_that_is_called()
    {
        var snippets = CSharp().Matches(Read("docs/events.md")).Select(match => match.Groups[1].Value.Trim()).ToArray();
        var here = Read("tests/Offer18.Otp.AspNetCore.Tests/Hosting/Documented/Doorkeeper.cs") + Read("tests/Offer18.Otp.AspNetCore.Tests/Events/DoorkeeperTests.cs");

        Assert.Equal(3, snippets.Length);
        Assert.All(snippets.SelectMany(snippet => snippet.Split('\n')), line => Assert.Contains(line.Trim(), here, StringComparison.Ordinal));
    }

    // A component that is compiled here, whole.
    [Fact]
    public void The_component_of_the_gate_page_compiles() => Assert.Contains(
        Read("tests/Offer18.Otp.AspNetCore.Tests/Hosting/Documented/VerifiedNumber.razor").Trim(),
        Razor().Matches(Read("docs/gate.md")).Select(match => match.Groups[1].Value.Trim()));

    [Fact]
    public void The_components_of_the_campaigns_page_compile()
    {
        var compiled = Read("tests/Offer18.Otp.AspNetCore.Tests/Hosting/Documented/Campaigns.razor");
        var snippets = Razor().Matches(Read("docs/campaigns.md")).Select(match => match.Groups[1].Value.Trim()).ToArray();

        Assert.Equal(2, snippets.Length);
        Assert.All(snippets, snippet => Assert.Contains(snippet, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Both_readmes_lead_to_the_same_pages()
    {
        var english = Targets("README.md", "## More");

        Assert.Equal(english, Targets("README.zh-Hans.md", "## 更多文档"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs")).Select(file => $"docs/{Path.GetFileName(file)}")
            .Where(page => Path.GetExtension(page) is ".md" && !page.Contains(".zh-", StringComparison.Ordinal)).Except(english));

        string[] Targets(string readme, string heading) => [.. Link().Matches(string.Join('\n', Read(readme).Split('\n').SkipWhile(line => line != heading)))
            .Select(match => match.Groups[1].Value.Replace(".zh-Hans", "", StringComparison.Ordinal)).Distinct()];
    }

    public static TheoryData<string> Pages =>
        [.. (string[])["README.md", "README.zh-Hans.md", .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}")]];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_and_picture_leads_somewhere(string page)
    {
        foreach (var target in Link().Matches(Read(page)).Select(match => match.Groups[1].Value.Split('#')))
        {
            var file = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, target[0]));
            Assert.True(Path.Exists(file), target[0]);
            if (target is [_, var heading] && file.EndsWith(".md", StringComparison.Ordinal))
            {
                Assert.Contains(heading, Anchors(File.ReadAllText(file)));
            }
        }
    }

    [Fact]
    public void The_component_page_says_how_large_the_module_is()
    {
        var said = Size().Match(Read("docs/component.md"));

        Assert.Equal(OtpFile.Module.Size.Brotli / 1000d, double.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture), tolerance: .3);
        Assert.Equal(OtpFile.Module.Size.Plain / 1000d, double.Parse(said.Groups[2].Value, CultureInfo.InvariantCulture), tolerance: 1);
    }

    // In the source: tests of other projects count, too, and the suites that stores are proved with.
    internal static IEnumerable<string> TestNames() => ((string[])["tests", "src/Offer18.Otp.AspNetCore.Testing"])
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .SelectMany(file => Test().Matches(File.ReadAllText(file)))
        .Select(match => match.Groups[1].Value);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    // As GitHub makes them.
    private static IEnumerable<string> Anchors(string markdown) => markdown.Split('\n').Where(line => line.StartsWith('#'))
        .Select(line => string.Concat(line.TrimStart('#').Trim().ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')).Replace(' ', '-'));

    [GeneratedRegex(@"\(([\d.]+) KB with Brotli, ([\d.]+) KB without")]
    private static partial Regex Size();

    [GeneratedRegex("`([A-Za-z0-9_]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b.*?\bpublic (?:virtual )?(?:async )?(?:Task|void) ([A-Za-z0-9_]+)\(", RegexOptions.Singleline)]
    private static partial Regex Test();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"```razor\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Razor();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)]+)\)")]
    private static partial Regex Link();
}
