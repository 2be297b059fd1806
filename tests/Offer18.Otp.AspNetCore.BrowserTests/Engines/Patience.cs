namespace Offer18.Otp.AspNetCore.BrowserTests.Engines;

/// <summary>How long one waits for what a browser does on a busy machine, and how often one looks.</summary>
internal static class Patience
{
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    public static Task PauseAsync() => Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, TestContext.Current.CancellationToken);
}
