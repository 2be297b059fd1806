using System.Net.Http.Json;
using System.Text.Json;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.BrowserTests.Engines;

/// <summary>The program that takes WebDriver's commands for WebKitGTK. It has one session at a time.</summary>
internal sealed class WebKitDriver : IAsyncDisposable
{
    public const string Program = "/usr/bin/WebKitWebDriver";

    private readonly ChildProcess _process;
    private readonly HttpClient _http;

    private WebKitDriver(ChildProcess process, int port) => (_process, _http) = (process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") });

    /// <summary>What the driver and its browsers have written.</summary>
    public string Output => _process.Output;

    public static async Task<WebKitDriver> StartAsync(string display)
    {
        var process = await ChildProcess.StartAsync(
            Command.Start(
                AppContext.BaseDirectory,
                // As root there is no sandbox.
                [new("DISPLAY", $":{display}"), new("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")],
                // It chooses its port, and says nothing at all.
                "/bin/sh", "-c", $"echo; exec {Program} --port=0"),
            ready: "");
        return new WebKitDriver(process, await PortAsync(process.Id));
    }

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Post ? JsonContent.Create(body ?? new { }) : null };
        // The driver reads no chunks.
        await (request.Content?.LoadIntoBufferAsync() ?? Task.CompletedTask);
        using var response = await _http.SendAsync(request);
        var value = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("value");
        return response.IsSuccessStatusCode ? value : throw new EngineException($"{path}: {value}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    /// <summary>The port that the system has chosen for it.</summary>
    private static async Task<int> PortAsync(int process)
    {
        for (var since = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(since) < Patience.Long; await Patience.PauseAsync())
        {
            var sockets = Directory.GetFiles($"/proc/{process}/fd").Select(file => new FileInfo(file).LinkTarget).ToHashSet();
            foreach (var line in await File.ReadAllLinesAsync("/proc/net/tcp"))
            {
                // Address and port in hexadecimal, the state (10: listens) and the socket's number: proc(5).
                if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, _, "0A", _, _, _, _, _, var socket, ..] && sockets.Contains($"socket:[{socket}]"))
                {
                    return Convert.ToInt32(local.Split(':')[1], 16);
                }
            }
        }

        throw new EngineException($"{Program} does not listen.");
    }
}
