using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.BrowserTests.Engines;

/// <summary>Firefox without a window, which speaks WebDriver BiDi by itself. Each visitor has a container with cookies of his own.</summary>
internal sealed class Firefox : IEngine
{
    public const string Program = "/usr/bin/firefox-esr";

    private const string Listening = "WebDriver BiDi listening on ";

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _waiting = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _errors = [];
    private readonly CancellationTokenSource _end = new();
    private readonly ChildProcess _process;
    private readonly DirectoryInfo _profile;
    private Task _reading = Task.CompletedTask;
    private string? _chrome;
    private int _commands;

    private Firefox(ChildProcess process, DirectoryInfo profile) => (_process, _profile) = (process, profile);

    public static async Task<Firefox> StartAsync()
    {
        var profile = Directory.CreateTempSubdirectory("offer18-firefox-");
        var process = await ChildProcess.StartAsync(
            Command.Start(
                profile.FullName,
                // Firefox refuses to run as root in another user's home, and a container may not be allowed a sandbox.
                [new("HOME", profile.FullName), new("MOZ_DISABLE_CONTENT_SANDBOX", "1")],
                // The browser's own settings can be changed while it runs: BiDi has no command yet for scripts, cookies and dark colours.
                Program, "--headless", "--no-remote", "--profile", profile.FullName, "--remote-debugging-port", "0", "--remote-allow-system-access", "about:blank"),
            Listening);
        var firefox = new Firefox(process, profile);
        try
        {
            await firefox.ConnectAsync();
            return firefox;
        }
        catch
        {
            await firefox.DisposeAsync();
            throw;
        }
    }

    public async Task<IEnginePage> OpenAsync(EngineLook look)
    {
        await SetAsync("Bool", "javascript.enabled", look.Scripts ? "true" : "false");
        await SetAsync("Int", "network.cookie.cookieBehavior", look.Cookies ? "5" : "2");
        await SetAsync("Int", "layout.css.prefers-color-scheme.content-override", look.Dark ? "0" : "1");
        var container = (await SendAsync("browser.createUserContext", new { })).GetProperty("userContext").GetString()!;
        var context = (await SendAsync("browsingContext.create", new { type = "tab", userContext = container })).GetProperty("context").GetString()!;
        await SendAsync("browsingContext.setViewport", new { context, viewport = new { width = look.Width, height = look.Height } });
        return new Page(this, container, context);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _end.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _turn.Dispose();
        _end.Dispose();
        _profile.Delete(recursive: true);
    }

    private async Task ConnectAsync()
    {
        var line = _process.ReadyLine ?? throw new EngineException($"{Program} did not start. {_process.Output}");
        await _socket.ConnectAsync(new Uri($"{line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim()}/session"), _end.Token);
        _reading = ReadAsync();
        await SendAsync("session.new", new { capabilities = new { } });
        await SendAsync("session.subscribe", new { events = new[] { "log.entryAdded" } });
        var windows = await SendAsync("browsingContext.getTree", new Dictionary<string, object> { ["moz:scope"] = "chrome" });
        _chrome = windows.GetProperty("contexts")[0].GetProperty("context").GetString();
    }

    private Task<JsonElement> SetAsync(string type, string name, string value) =>
        SendAsync("script.evaluate", new { expression = $"Services.prefs.set{type}Pref('{name}', {value})", target = new { context = _chrome }, awaitPromise = false });

    private async Task<JsonElement> SendAsync(string method, object parameters)
    {
        var id = Interlocked.Increment(ref _commands);
        var answer = _waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _turn.WaitAsync();
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters }), WebSocketMessageType.Text, endOfMessage: true, _end.Token);
        }
        finally
        {
            _turn.Release();
        }

        var message = await answer.Task.WaitAsync(Patience.Long);
        return message.GetProperty("type").GetString() == "success"
            ? message.GetProperty("result")
            : throw new EngineException($"{method}: {message.GetProperty("error")} {message.GetProperty("message")}");
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            using var message = new MemoryStream();
            for (var isWhole = false; !isWhole;)
            {
                var part = await _socket.ReceiveAsync(buffer, _end.Token);
                message.Write(buffer.AsSpan(0, part.Count));
                isWhole = part.EndOfMessage;
            }

            var json = JsonSerializer.Deserialize<JsonElement>(message.ToArray());
            if (json.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && _waiting.TryRemove(id.GetInt32(), out var answer))
            {
                answer.SetResult(json);
            }
            else if (json.TryGetProperty("params", out var entry) && entry.TryGetProperty("level", out var level) && level.GetString() == "error"
                && entry.GetProperty("source").TryGetProperty("context", out var context) && _errors.TryGetValue(context.GetString()!, out var errors))
            {
                errors.Enqueue(entry.GetProperty("text").GetString()!);
            }
        }
    }

    private sealed class Page(Firefox firefox, string container, string context) : IEnginePage
    {
        private readonly ConcurrentQueue<string> _errors = firefox._errors[context] = [];

        public IReadOnlyCollection<string> Errors => _errors;

        public Task GoAsync(string address) => firefox.SendAsync("browsingContext.navigate", new { context, url = address, wait = "complete" });

        public Task BackAsync() => firefox.SendAsync("browsingContext.traverseHistory", new { context, delta = -1 });

        public Task ReloadAsync() => firefox.SendAsync("browsingContext.reload", new { context, wait = "complete" });

        public async Task<JsonElement> RunAsync(string function, params object[] arguments)
        {
            var answer = await firefox.SendAsync("script.callFunction", new
            {
                functionDeclaration = $"json => JSON.stringify(({function})(...JSON.parse(json)) ?? null)",
                arguments = new[] { new { type = "string", value = JsonSerializer.Serialize(arguments) } },
                // Beside the page's own scripts, so that it runs where those are switched off.
                target = new { context, sandbox = "test" },
                awaitPromise = false,
            });
            return answer.TryGetProperty("result", out var result)
                ? JsonSerializer.Deserialize<JsonElement>(result.GetProperty("value").GetString()!)
                : throw new EngineException(answer.GetProperty("exceptionDetails").GetProperty("text").GetString()!);
        }

        public Task ActAsync(object source) => firefox.SendAsync("input.performActions", new { context, actions = new[] { source } });

        public async Task<byte[]> PictureAsync() => (await firefox.SendAsync("browsingContext.captureScreenshot", new { context })).GetProperty("data").GetBytesFromBase64();

        public async ValueTask DisposeAsync() => await firefox.SendAsync("browser.removeUserContext", new { userContext = container });
    }
}
