namespace Offer18.Otp.AspNetCore.BrowserTests.Engines;

/// <summary>A browser that is not Chromium.</summary>
internal interface IEngine : IAsyncDisposable
{
    /// <summary>Opens a page for a visitor who has no cookies yet.</summary>
    Task<IEnginePage> OpenAsync(EngineLook look);
}
