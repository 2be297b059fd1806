namespace Offer18.Otp.AspNetCore.Components;

/// <summary>Durations as the page shows them. They are rounded up, so that nobody comes back too early.</summary>
internal static class OtpDurations
{
    public static int InSeconds(this TimeSpan time) => (int)Math.Ceiling(Math.Max(time.TotalSeconds, 0));

    public static int InMinutes(this TimeSpan time) => (int)Math.Ceiling(time.TotalMinutes);

    /// <summary>The time as m:ss. It reads the same in each language, and its width does not change while it counts.</summary>
    public static string AsClock(this TimeSpan time) => $"{time.InSeconds() / 60}:{time.InSeconds() % 60:00}";
}
