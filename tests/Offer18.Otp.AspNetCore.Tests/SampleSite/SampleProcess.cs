using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

/// <summary>The built sample site, started as its own process on a free port, as a visitor meets it.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private const string Limiter = "/usr/bin/prlimit";

    private readonly ChildProcess _process;

    private SampleProcess(ChildProcess process) => _process = process;

    public Uri Address => _process.ReadyLine is { } line
        ? new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..])
        : throw new InvalidOperationException($"The sample site did not start.{Environment.NewLine}{Output}");

    public string Output => _process.Output;

    /// <inheritdoc cref="ChildProcess.Memory"/>
    public long Memory => _process.Memory;

    /// <summary>Starts the site, on the simulator or with the given settings. Waits until it listens or has ended.</summary>
    public static Task<SampleProcess> StartAsync(string environment, params (string Name, string Value)[] settings) =>
        StartAsync([Command.DotNet], AppContext.BaseDirectory, environment, settings);

    /// <summary>Starts the site that was published into a folder.</summary>
    public static Task<SampleProcess> StartPublishedAsync(string folder) => StartAsync([Command.DotNet], folder, "Development", []);

    /// <summary>Starts the site as a process that may have only so many files and connections open.</summary>
    public static Task<SampleProcess> StartAsync(int files, params (string Name, string Value)[] settings)
    {
        Prerequisite.Require(Limiter);
        return StartAsync([Limiter, $"--nofile={files}", Command.DotNet], AppContext.BaseDirectory, "Development", settings);
    }

    private static async Task<SampleProcess> StartAsync(string[] command, string folder, string environment, (string Name, string Value)[] settings)
    {
        var start = Command.Start(
            folder,
            settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)).Append(KeyValuePair.Create("ASPNETCORE_ENVIRONMENT", environment)),
            command[0], [.. command[1..], Path.Combine(folder, "SampleSite.dll"), "--urls", "http://127.0.0.1:0"]);
        return new SampleProcess(await ChildProcess.StartAsync(start, Listening));
    }

    public Task<int> ExitCodeAsync() => _process.ExitCodeAsync();

    /// <inheritdoc cref="ChildProcess.Pause"/>
    public void Pause() => _process.Pause();

    public void Resume() => _process.Resume();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
