using System.Net.Http.Json;
using System.Text.Json;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.BrowserTests.Engines;

/// <summary>WebKitGTK, driven by its own WebDriver on a display that nobody sees. Each visitor has a browser of his own.</summary>
internal sealed class WebKit : IEngine
{
    public const string Program = "/usr/bin/WebKitWebDriver";
    public const string Display = "/usr/bin/Xvfb";

    private const string Complaint = "CONSOLE ";

    private readonly ChildProcess _display;
    private readonly ChildProcess _driver;
    private readonly HttpClient _http;

    private WebKit(ChildProcess display, ChildProcess driver, int port) =>
        (_display, _driver, _http) = (display, driver, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") });

    public static async Task<WebKit> StartAsync()
    {
        // The display chooses its number, and tells it once it can be used.
        var display = await ChildProcess.StartAsync(
            Command.Start(AppContext.BaseDirectory, [], "/bin/sh", "-c", $"exec {Display} -displayfd 1 -nolisten tcp -screen 0 1600x1200x24 2>/dev/null"), ready: "");
        try
        {
            var driver = await ChildProcess.StartAsync(
                Command.Start(
                    AppContext.BaseDirectory,
                    [
                        new("DISPLAY", $":{display.ReadyLine}"),
                        // As root there is no sandbox.
                        new("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1"),
                    ],
                    // It chooses its port, and says nothing at all.
                    "/bin/sh", "-c", $"echo; exec {Program} --port=0"),
                ready: "");
            return new WebKit(display, driver, await PortAsync(driver.Id));
        }
        catch
        {
            await display.DisposeAsync();
            throw;
        }
    }

    public async Task<IEnginePage> OpenAsync(EngineLook look)
    {
        string[] arguments =
        [
            "--automation",
            "--enable-write-console-messages-to-stdout=true",
            "--javascript-can-open-windows-automatically=true",
            $"--enable-javascript={(look.Scripts ? "true" : "false")}",
            $"--cookies-policy={(look.Cookies ? "no-third-party" : "never")}",
            .. look.Dark ? ["--dark-mode"] : Array.Empty<string>(),
        ];
        var written = _driver.Output.Length;
        var session = await SendAsync(HttpMethod.Post, "session", new
        {
            capabilities = new { alwaysMatch = new Dictionary<string, object> { ["webkitgtk:browserOptions"] = new { args = arguments } } },
        });
        var page = new Page(this, $"session/{session.GetProperty("sessionId").GetString()}", written);
        try
        {
            // The first window has a toolbar that is wider than a phone. One that a page opens has none.
            await page.OpenWindowAsync(look);
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _driver.DisposeAsync();
        await _display.DisposeAsync();
    }

    /// <summary>The port that the system has chosen for the driver, which does not tell.</summary>
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

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Post ? JsonContent.Create(body ?? new { }) : null };
        // The driver reads no chunks.
        await (request.Content?.LoadIntoBufferAsync() ?? Task.CompletedTask);
        using var response = await _http.SendAsync(request);
        var value = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("value");
        return response.IsSuccessStatusCode ? value : throw new EngineException($"{path}: {value}");
    }

    private sealed class Page(WebKit webKit, string session, int written) : IEnginePage
    {
        public IReadOnlyCollection<string> Errors =>
            [.. webKit._driver.Output[written..].Split('\n').Where(line => line.StartsWith(Complaint, StringComparison.Ordinal) && line.Contains("ERROR", StringComparison.Ordinal))];

        public Task GoAsync(string address) => PostAsync("url", new { url = address });

        public Task BackAsync() => PostAsync("back");

        public Task ReloadAsync() => PostAsync("refresh");

        public async Task<JsonElement> RunAsync(string function, params object[] arguments)
        {
            var json = await PostAsync("execute/sync", new
            {
                script = $"return JSON.stringify(({function})(...JSON.parse(arguments[0])) ?? null)",
                args = new[] { JsonSerializer.Serialize(arguments) },
            });
            return JsonSerializer.Deserialize<JsonElement>(json.GetString()!);
        }

        public Task ActAsync(object source) => PostAsync("actions", new { actions = new[] { source } });

        public async Task<byte[]> PictureAsync() => (await webKit.SendAsync(HttpMethod.Get, $"{session}/screenshot")).GetBytesFromBase64();

        public async Task OpenWindowAsync(EngineLook look)
        {
            var first = (await WindowsAsync()).Single();
            // No window manager gives a window the focus: it has the focus if the pointer is over it, and that stands in the middle of the screen.
            await RunAsync(
                "(width, height) => { open('about:blank', '', `left=${(screen.width - width) / 2},top=${(screen.height - height) / 2},width=${width},height=${height}`) }",
                look.Width, look.Height);
            string? second = null;
            for (var since = TimeProvider.System.GetTimestamp(); second is null && TimeProvider.System.GetElapsedTime(since) < Patience.Long; await Patience.PauseAsync())
            {
                second = (await WindowsAsync()).FirstOrDefault(window => window != first);
            }

            await PostAsync("window", new { handle = second ?? throw new EngineException("No window opens.") });
        }

        public async ValueTask DisposeAsync() => await webKit.SendAsync(HttpMethod.Delete, session);

        private async Task<string[]> WindowsAsync() => (await webKit.SendAsync(HttpMethod.Get, $"{session}/window/handles")).Deserialize<string[]>()!;

        private Task<JsonElement> PostAsync(string command, object? body = null) => webKit.SendAsync(HttpMethod.Post, $"{session}/{command}", body);
    }
}
