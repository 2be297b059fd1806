using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>The sample site as a visitor's server runs it: a process of its own, on a free port.</summary>
internal sealed partial class SampleSiteProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SampleSiteProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<SampleSiteProcess> StartAsync(CancellationToken cancellationToken)
    {
        var bin = new DirectoryInfo(AppContext.BaseDirectory);
        var site = new DirectoryInfo(Path.Combine(bin.FullName, "..", "..", "..", "..", "..", "sample-site"));
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet")
            {
                // The same configuration and framework as these tests were built with.
                ArgumentList = { Path.Combine(site.FullName, "bin", bin.Parent!.Name, bin.Name, "SampleSite.dll"), "--urls", "http://127.0.0.1:0" },
                Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
                WorkingDirectory = site.FullName,
                RedirectStandardOutput = true,
            },
        };
        var output = new StringBuilder();
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            output.AppendLine(line.Data);
            if (Listening().Match(line.Data ?? "") is { Success: true } match)
            {
                address.TrySetResult(new Uri(match.Value));
            }
            else if (line.Data is null)
            {
                address.TrySetException(new InvalidOperationException($"The sample site did not start:\n{output}"));
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        return new SampleSiteProcess(process, await address.Task.WaitAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
