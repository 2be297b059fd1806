namespace Offer18.Otp.AspNetCore.Components;

/// <summary>Durations as the page shows them, rounded up: nobody is asked to come back too early.</summary>
internal static class OtpDurations
{
    public static int InSeconds(this TimeSpan time) => (int)Math.Ceiling(Math.Max(time.TotalSeconds, 0));

    public static int InMinutes(this TimeSpan time) => (int)Math.Ceiling(time.TotalMinutes);

    /// <summary>As a clock shows it: it reads the same in each language, and keeps its width as it runs.</summary>
    public static string AsClock(this TimeSpan time) => $"{time.InSeconds() / 60}:{time.InSeconds() % 60:00}";
}
