using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site;

/// <summary>One core for the server alone, and another one for the load. Without two cores and <c>taskset</c> they share what there is.</summary>
internal sealed class Cores
{
    private Cores(string? server) => ServerPrefix = server is null ? [] : ["taskset", "-c", server];

    public bool AreApart => ServerPrefix.Count > 0;

    /// <summary>The words that start a program on the server's core.</summary>
    public IReadOnlyList<string> ServerPrefix { get; }

    /// <summary>Moves this process to the load's core.</summary>
    public static async Task<Cores> DivideAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            return new(null);
        }

        using var own = Process.GetCurrentProcess();
        var mask = (ulong)own.ProcessorAffinity;
        var first = BitOperations.TrailingZeroCount(mask);
        var second = BitOperations.TrailingZeroCount(mask & (mask - 1));
        // Process.ProcessorAffinity would move only the main thread.
        var isMoved = second < 64 && await RunAsync("taskset", "-a", "-c", "-p", Text(second), Text(own.Id));
        return new(isMoved ? Text(first) : null);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
