using System.Diagnostics;
using System.Net.Http.Json;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Servers;

/// <summary>A running <see cref="SiteServer"/>, seen from the process that started it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();

    private ServerProcess(Process process) => _process = process;

    public Uri Address => _http.BaseAddress!;

    /// <summary>How much of the machine's memory it holds, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<ServerProcess> StartAsync(ServerArguments arguments, Cores cores)
    {
        var program = Path.Combine(AppContext.BaseDirectory, typeof(ServerProcess).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : ""));
        string[] command = [.. cores.ServerPrefix, program, .. arguments.Words];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        (start.Environment["DOTNET_gcServer"], start.Environment["DOTNET_gcConcurrent"]) = ("0", "1");
        var server = new ServerProcess(Process.Start(start)!);
        try
        {
            await server.ListenAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task<ServerCounts> MeasureAsync() => (await _http.GetFromJsonAsync<ServerCounts>(SiteServer.Measure))!;

    /// <summary>Lets the server's garbage collector clean up.</summary>
    /// <param name="mode">How thoroughly: <see cref="GCCollectionMode.Aggressive"/> gives memory back to the system.</param>
    public async Task CollectAsync(GCCollectionMode mode) =>
        (await _http.GetAsync(new Uri($"{SiteServer.Collect}?mode={mode}", UriKind.Relative))).EnsureSuccessStatusCode().Dispose();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(SiteServer.Listening, StringComparison.Ordinal))
            {
                _http.BaseAddress = new(line[SiteServer.Listening.Length..]);
                return;
            }
        }

        throw new InvalidOperationException("The server has not started.");
    }
}
