using System.Text.Json;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.BrowserTests.Engines;

/// <summary>WebKitGTK, driven by its own WebDriver on a display that nobody sees. Each visitor has a browser of his own.</summary>
internal sealed class WebKit : IEngine
{
    public const string Display = "/usr/bin/Xvfb";

    private const string Complaint = "CONSOLE ";
    private const int Attempts = 4;

    private readonly ChildProcess _display;
    private WebKitDriver? _driver;

    private WebKit(ChildProcess display) => _display = display;

    // The display chooses its number, and tells it once it can be used.
    public static async Task<WebKit> StartAsync() => new(await ChildProcess.StartAsync(
        Command.Start(AppContext.BaseDirectory, [], "/bin/sh", "-c", $"exec {Display} -displayfd 1 -nolisten tcp -screen 0 1600x1200x24 2>/dev/null"), ready: ""));

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
        var page = await BeginAsync(arguments);
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
        await (_driver?.DisposeAsync() ?? ValueTask.CompletedTask);
        // What a driver has left behind ends with its display.
        await _display.DisposeAsync();
    }

    private async Task<Page> BeginAsync(string[] arguments)
    {
        for (var attempt = 1; ; attempt++)
        {
            var driver = _driver ??= await WebKitDriver.StartAsync(_display.ReadyLine ?? throw new EngineException($"{Display} did not start."));
            var written = driver.Output.Length;
            try
            {
                var session = await driver.SendAsync(HttpMethod.Post, "session", new
                {
                    capabilities = new { alwaysMatch = new Dictionary<string, object> { ["webkitgtk:browserOptions"] = new { args = arguments } } },
                }).WaitAsync(Patience.Long / 2);
                return new Page(driver, $"session/{session.GetProperty("sessionId").GetString()}", written);
            }
            catch (TimeoutException) when (attempt < Attempts)
            {
                // One in some fifty browsers starts, and its driver never hears of it.
                await driver.DisposeAsync();
                _driver = null;
            }
        }
    }

    private sealed class Page(WebKitDriver driver, string session, int written) : IEnginePage
    {
        public IReadOnlyCollection<string> Errors =>
            [.. driver.Output[written..].Split('\n').Where(line => line.StartsWith(Complaint, StringComparison.Ordinal) && line.Contains("ERROR", StringComparison.Ordinal))];

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

        public async Task<byte[]> PictureAsync() => (await driver.SendAsync(HttpMethod.Get, $"{session}/screenshot")).GetBytesFromBase64();

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

        public async ValueTask DisposeAsync() => await driver.SendAsync(HttpMethod.Delete, session);

        private async Task<string[]> WindowsAsync() => (await driver.SendAsync(HttpMethod.Get, $"{session}/window/handles")).Deserialize<string[]>()!;

        private Task<JsonElement> PostAsync(string command, object? body = null) => driver.SendAsync(HttpMethod.Post, $"{session}/{command}", body);
    }
}
