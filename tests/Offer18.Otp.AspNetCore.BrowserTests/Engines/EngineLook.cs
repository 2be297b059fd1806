namespace Offer18.Otp.AspNetCore.BrowserTests.Engines;

/// <summary>How a browser is set up for one visitor.</summary>
internal sealed record EngineLook
{
    public bool Scripts { get; init; } = true;

    public bool Cookies { get; init; } = true;

    public bool Dark { get; init; }

    public int Width { get; init; } = 390;

    public int Height { get; init; } = 844;
}
