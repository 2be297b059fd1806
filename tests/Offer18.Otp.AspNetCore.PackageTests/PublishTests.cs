using System.Net;
using System.Text.RegularExpressions;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.PackageTests;

/// <summary>A site of <c>dotnet new web</c> with the packages, published trimmed and with Native AOT.</summary>
[Long]
public sealed partial class PublishTests(Feed feed)
{
    [Theory]
    [InlineData("PublishTrimmed")]
    [InlineData("PublishAot")]
    public async Task A_published_site_sends_checks_and_opens_the_gate(string how)
    {
        if (how == "PublishAot")
        {
            // Native AOT links with one of them, against the C library.
            Prerequisite.Require(File.Exists("/usr/bin/clang") ? "/usr/bin/clang" : "/usr/bin/gcc");
            Prerequisite.Require("/usr/include/stdio.h");
        }

        var (site, warnings) = await PublishAsync(how);

        Assert.DoesNotContain(warnings, warning => warning.Contains("Offer18", StringComparison.Ordinal));
        await VisitAsync(site, []);
        await using var redis = await RedisServer.StartAsync();
        await VisitAsync(site, new() { ["ConnectionStrings__Redis"] = redis.ConnectionString });
    }

    private async Task<(string Program, string[] Warnings)> PublishAsync(string how)
    {
        var folder = feed.NewFolder(how);
        var version = await feed.VersionAsync();
        await DotNetAsync(folder, "new", "web", "-n", "Site", "-o", ".", "--no-restore");
        foreach (var package in (string[])["Offer18.Otp.AspNetCore", "Offer18.Otp.AspNetCore.Redis", "Offer18.Otp.Simulator"])
        {
            await DotNetAsync(folder, "add", "package", package, "--version", version, "--no-restore");
        }

        File.Copy(Path.Combine(Repository.Root, "tests/Offer18.Otp.AspNetCore.PackageTests/Sites/Program.cs"), Path.Combine(folder, "Program.cs"), overwrite: true);
        var output = await DotNetAsync(folder, "publish", "--use-current-runtime", $"-p:{how}=true", "-p:TrimmerSingleWarn=false", "-o", "published");
        return (Path.Combine(folder, "published", "Site"), [.. Warning().Matches(output).Select(match => match.Value).Distinct()]);
    }

    private static async Task VisitAsync(string program, Dictionary<string, string> settings)
    {
        settings["ASPNETCORE_ENVIRONMENT"] = "Development";
        settings["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        await using var site = await RunningSite.StartAsync(Command.Start(Path.GetDirectoryName(program)!, settings, program));
        var browser = site.Browser;

        (await browser.SendAsync(new(HttpMethod.Get, "/premium"))).AssertProblem(HttpStatusCode.Forbidden, OtpErrorCodes.OtpRequired);
        Assert.Equal("/verify?returnUrl=%2Fpremium", (await browser.GetPageAsync("/premium")).Location);
        Assert.NotNull((await browser.GetPageAsync("/verify?returnUrl=%2Fpremium")).Form("generate"));
        (await browser.GenerateAsync("12")).AssertProblem(HttpStatusCode.BadRequest, OtpErrorCodes.InvalidMsisdn);
        Assert.Equal("pending", (await browser.GenerateAsync("07700 900123", "/premium")).State);

        var code = await site.CodeAsync();
        (await browser.VerifyAsync(code == "000000" ? "111111" : "000000")).AssertProblem(HttpStatusCode.UnprocessableEntity, OtpErrorCodes.InvalidOtp);
        var arabic = await ViewAsync(browser, "ar");
        Assert.Equal("rtl", arabic.Page.QuerySelector("[dir]")?.GetAttribute("dir"));
        Assert.NotNull(arabic.Form("verify"));

        var verified = await browser.VerifyAsync(code);
        Assert.Equal(("verified", "/premium"), (verified.State, verified.Text("returnUrl")));
        Assert.Equal("+447700900123", (await browser.GetPageAsync("/premium")).Body);
        Assert.Equal("verified", (await browser.StatusAsync()).State);
    }

    // The component's own HTML, as its module asks for it.
    private static Task<OtpAnswer> ViewAsync(OtpBrowserClient browser, string culture)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{OtpBrowserClient.DefaultPrefix}/status?culture={culture}&page=%2Fverify");
        request.Headers.Add("X-Requested-With", "XMLHttpRequest");
        request.Headers.Accept.ParseAdd("text/html");
        return browser.SendAsync(request);
    }

    private Task<string> DotNetAsync(string folder, params string[] arguments) => Command.RunAsync(folder, feed.Environment(), Command.DotNet, arguments);

    [GeneratedRegex(@"^.*warning IL\d+.*$", RegexOptions.Multiline)]
    private static partial Regex Warning();
}
