using System.Diagnostics;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

public sealed class CurlTests
{
    [Fact]
    public async Task The_documented_commands_get_a_visitor_in_with_curl_alone()
    {
        await using var sample = await SampleProcess.StartAsync("Development");
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "http.md"), TestContext.Current.CancellationToken);
        var commands = page.Split("```bash\n")[1].Split("```")[0].Replace("http://127.0.0.1:5080", sample.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);

        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", commands]) { RedirectStandardOutput = true })!;
        var lines = (await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().Split('\n');
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, bash.ExitCode);
        Assert.Collection(
            lines,
            refused => Assert.Contains("\"code\":\"otp_required\"", refused, StringComparison.Ordinal),
            pending => Assert.Contains("\"state\":\"pending\",\"msisdn\":\"44•••••0123\"", pending, StringComparison.Ordinal),
            verified => Assert.Contains("\"state\":\"verified\"", verified, StringComparison.Ordinal),
            premium => Assert.Equal("200", premium));
    }
}
