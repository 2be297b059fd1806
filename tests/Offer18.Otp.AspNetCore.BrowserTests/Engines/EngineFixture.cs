using Offer18.Otp.AspNetCore.BrowserTests.Modes;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.BrowserTests.Engines;

/// <summary>WebKit and Firefox, each started when it is first asked for, and a site of their own.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    private readonly Dictionary<string, Task<IEngine>> _engines = [];
    private ModesSite? _site;

    public async ValueTask InitializeAsync() => _site = await ModesSite.StartAsync();

    /// <summary>A new visitor in one of the engines, on a page of the site. Without the engine on this machine, the test is skipped; in CI it fails.</summary>
    internal async Task<EngineVisitor> ComeAsync(string name, string path, EngineLook? look = null, string culture = "en")
    {
        string[] programs = name == nameof(WebKit) ? [WebKitDriver.Program, WebKit.Display] : [Firefox.Program];
        Array.ForEach(programs, Prerequisite.Require);
        if (!_engines.TryGetValue(name, out var engine))
        {
            _engines[name] = engine = name == nameof(WebKit) ? StartAsync(WebKit.StartAsync) : StartAsync(Firefox.StartAsync);
        }

        var visitor = new EngineVisitor(await (await engine).OpenAsync(look ??= new()), _site!, look);
        try
        {
            // WebKitGTK takes its language from the machine, which may have but one.
            await visitor.GoAsync(culture == "en" ? path : $"{path}?culture={culture}");
            return visitor;
        }
        catch
        {
            await visitor.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines.Values.Where(engine => engine.IsCompletedSuccessfully))
        {
            await (await engine).DisposeAsync();
        }

        if (_site is not null)
        {
            await _site.DisposeAsync();
        }
    }

    private static async Task<IEngine> StartAsync<TEngine>(Func<Task<TEngine>> start)
        where TEngine : IEngine => await start();
}
