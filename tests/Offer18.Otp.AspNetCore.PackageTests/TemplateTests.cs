using System.Net;
using System.Text.Json;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.PackageTests;

/// <summary><c>dotnet new offer18-otp</c>, as a stranger types it.</summary>
[Long]
public sealed class TemplateTests(Feed feed)
{
    [Fact]
    public async Task A_new_site_opens_its_page_after_the_code_and_its_settings_are_completed()
    {
        var folder = feed.NewFolder("template");
        var version = await feed.VersionAsync();
        // The machine's own templates stay as they are.
        string[] hive = ["--debug:custom-hive", Path.Combine(folder, "hive")];
        await DotNetAsync(folder, ["new", "install", Path.Combine(feed.Folder, $"Offer18.Otp.Templates.{version}.nupkg"), .. hive]);
        await DotNetAsync(folder, ["new", "offer18-otp", "-o", "My.Shop", .. hive]);
        var project = Path.Combine(folder, "My.Shop");
        Assert.True(File.Exists(Path.Combine(project, "My.Shop.csproj")));
        Assert.True(File.Exists(Path.Combine(project, "obj", "project.assets.json")));

        await DotNetAsync(project, ["build", "--no-restore", "-warnaserror"]);
        // What "dotnet run" starts. Whoever ends that at once leaves the site behind.
        var development = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development" };
        await using (var site = await RunningSite.StartAsync(
            Command.Start(project, development, Path.Combine(project, "bin", "Debug", "net10.0", "My.Shop"), "--urls", "http://127.0.0.1:0")))
        {
            await VisitAsync(site);
        }

        await AssertSettingsAreCompletedAsync(project);
    }

    private static async Task VisitAsync(RunningSite site)
    {
        Assert.Equal(HttpStatusCode.OK, (await site.Browser.GetPageAsync("/")).Status);
        var gate = await site.Browser.GetPageAsync("/premium");
        Assert.Equal((HttpStatusCode.Found, "/verify?returnUrl=%2Fpremium"), (gate.Status, gate.Location));

        var verify = await site.Browser.GetPageAsync(gate.Location!);
        var sent = await site.Browser.SubmitAsync(verify, "generate", ("msisdn", "07700 900123"));
        var code = await site.Browser.GetPageAsync(sent.Location!);
        var verified = await site.Browser.SubmitAsync(code, "verify", ("otp", await site.CodeAsync()));
        Assert.Equal((HttpStatusCode.SeeOther, "/premium"), (verified.Status, verified.Location));

        var premium = await site.Browser.GetPageAsync("/premium");
        Assert.Equal(HttpStatusCode.OK, premium.Status);
        Assert.Contains("+447700900123", premium.Page.Body!.TextContent, StringComparison.Ordinal);
    }

    // What an editor asks the build for.
    private async Task AssertSettingsAreCompletedAsync(string project)
    {
        var answer = await DotNetAsync(project, ["msbuild", "-getItem:JsonSchemaSegment"]);

        using var items = JsonDocument.Parse(answer);
        var segment = Assert.Single(items.RootElement.GetProperty("Items").GetProperty("JsonSchemaSegment").EnumerateArray());
        Assert.Equal(@"appsettings\..*json", segment.GetProperty("FilePathPattern").GetString()!.Replace('/', '\\'));
        Assert.Contains("\"Offer18Otp\"", await File.ReadAllTextAsync(segment.GetProperty("FullPath").GetString()!, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private Task<string> DotNetAsync(string folder, string[] arguments) => Command.RunAsync(folder, feed.Environment(), Command.DotNet, arguments);
}
