using System.Diagnostics;
using System.Text;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>A program, as somebody at a prompt starts it.</summary>
internal static class Command
{
    /// <summary>Long enough for a publication with Native AOT, or for all sites of the stranger's test, on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>How a program is started without what the tests' own environment adds.</summary>
    public static ProcessStartInfo Start(string folder, IEnumerable<KeyValuePair<string, string>> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(IsOfTheTests).ToArray())
        {
            start.Environment.Remove(name);
        }

        // A server that stays behind would keep the output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it has written.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string folder, IEnumerable<KeyValuePair<string, string>> environment, string program, params string[] arguments)
    {
        var (code, output) = await TryRunAsync(folder, environment, program, arguments);
        return code == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}.{Environment.NewLine}{output}");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>The exit code, and what it has written.</returns>
    public static async Task<(int Code, string Output)> TryRunAsync(
        string folder, IEnumerable<KeyValuePair<string, string>> environment, string program, params string[] arguments)
    {
        using var process = new Process { StartInfo = Start(folder, environment, program, arguments) };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        lock (output)
        {
            return (process.ExitCode, output.ToString());
        }

        void Add(string? line)
        {
            // A stream's end is no line.
            if (line is not null)
            {
                lock (output)
                {
                    output.AppendLine(line);
                }
            }
        }
    }

    private static bool IsOfTheTests(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Offer18Otp", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ConnectionStrings__", StringComparison.OrdinalIgnoreCase)
        || name.Equals("CI", StringComparison.OrdinalIgnoreCase)
        || name.Equals("DOTNET_ENVIRONMENT", StringComparison.OrdinalIgnoreCase)
        || name.Equals("URLS", StringComparison.OrdinalIgnoreCase);
}
