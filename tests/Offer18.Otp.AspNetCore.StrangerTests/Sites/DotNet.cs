using System.Diagnostics;
using System.Text;

namespace Offer18.Otp.AspNetCore.StrangerTests.Sites;

/// <summary>The command <c>dotnet</c>, as somebody at a prompt types it.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>How a program is started without what the tests' own environment adds.</summary>
    public static ProcessStartInfo Start(string folder, IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { WorkingDirectory = folder };
        foreach (var name in start.Environment.Keys.Where(IsOfTheTests).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <returns>The exit code, and what the command has written.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string folder, IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
    {
        var start = Start(folder, environment, arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        // A node that stays behind would keep the output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = new Process { StartInfo = start };
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
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }

    /// <inheritdoc cref="RunAsync"/>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> MustRunAsync(string folder, IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
    {
        var (code, output) = await RunAsync(folder, environment, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {code}.{Environment.NewLine}{output}");
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
