using System.Diagnostics;
using System.Text;

namespace Offer18.Otp.AspNetCore.Mutations;

/// <summary>Runs a program to its end, or ends it and what it has started.</summary>
internal static class Tool
{
    public static async Task<(int? Code, string Output, TimeSpan Time)> RunAsync(
        string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? variables = null, TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var output = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Note;
        process.ErrorDataReceived += Note;
        var begun = TimeProvider.System.GetTimestamp();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var end = new CancellationTokenSource(limit ?? Timeout.InfiniteTimeSpan);
        int? code = null;
        try
        {
            await process.WaitForExitAsync(end.Token);
            code = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        lock (output)
        {
            return (code, output.ToString(), TimeProvider.System.GetElapsedTime(begun));
        }

        void Note(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.Append(line.Data).Append('\n');
            }
        }
    }
}
