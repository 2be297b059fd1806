namespace Offer18.Otp.AspNetCore.BrowserTests.Engines;

/// <summary>The browser could not do what it was told.</summary>
internal sealed class EngineException(string message) : Exception(message);
