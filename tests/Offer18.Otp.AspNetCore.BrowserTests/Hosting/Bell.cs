namespace Offer18.Otp.AspNetCore.BrowserTests.Hosting;

/// <summary>Rings in all circuits at once, whoever's request has pulled it.</summary>
internal sealed class Bell
{
    public event Action? Rung;

    public void Ring() => Rung?.Invoke();
}
