using System.Text.Json;

namespace Offer18.Otp.AspNetCore.BrowserTests.Engines;

/// <summary>One visitor's page in a browser of another engine.</summary>
internal interface IEnginePage : IAsyncDisposable
{
    Task GoAsync(string address);

    Task BackAsync();

    Task ReloadAsync();

    /// <summary>Runs a function of JavaScript in the page, where the page's own scripts are switched off, too.</summary>
    /// <returns>What the function returns, as JSON.</returns>
    /// <exception cref="EngineException">The page is leaving, or the function threw.</exception>
    Task<JsonElement> RunAsync(string function, params object[] arguments);

    /// <summary>Does what a hand does: input sources with their actions, as WebDriver describes them.</summary>
    Task ActAsync(object source);

    /// <summary>What is on the screen, as PNG.</summary>
    Task<byte[]> PictureAsync();

    /// <summary>What the browser's console has as an error of the page.</summary>
    IReadOnlyCollection<string> Errors { get; }
}
