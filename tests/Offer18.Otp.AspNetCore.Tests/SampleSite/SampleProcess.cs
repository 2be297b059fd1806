using System.Diagnostics;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

/// <summary>The built sample site, started as its own process on a free port, as a visitor meets it.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly ChildProcess _process;

    private SampleProcess(ChildProcess process) => _process = process;

    public Uri Address => _process.ReadyLine is { } line
        ? new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..])
        : throw new InvalidOperationException($"The sample site did not start.{Environment.NewLine}{Output}");

    public string Output => _process.Output;

    /// <summary>Starts the site, on the simulator or with the given settings. Waits until it listens or has ended.</summary>
    public static async Task<SampleProcess> StartAsync(string environment, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "SampleSite.dll"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = AppContext.BaseDirectory,
        };

        // Settings in the tests' own environment must not reach the sample.
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in settings.Append(("ASPNETCORE_ENVIRONMENT", environment)))
        {
            start.Environment[name] = value;
        }

        return new SampleProcess(await ChildProcess.StartAsync(start, Listening));
    }

    public Task<int> ExitCodeAsync() => _process.ExitCodeAsync();

    /// <inheritdoc cref="ChildProcess.Pause"/>
    public void Pause() => _process.Pause();

    public void Resume() => _process.Resume();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static bool IsSetting(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ConnectionStrings__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Offer18Otp__", StringComparison.OrdinalIgnoreCase)
        || name.Equals("DOTNET_ENVIRONMENT", StringComparison.OrdinalIgnoreCase)
        || name.Equals("URLS", StringComparison.OrdinalIgnoreCase);
}
