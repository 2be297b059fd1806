namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// How long a number is locked after its n-th wrong code in a row (NIST SP 800-63B-4, 3.2.2): 30 s from the first that
/// reaches the limit, twice as long with each further one, up to 1 h; after 100 until they are forgotten.
/// </summary>
internal static class LockOut
{
    /// <summary>How long after the last wrong code a number's count is forgotten.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private const int MostFailures = 100;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static TimeSpan After(int failures, int maxAttempts)
    {
        if (failures < maxAttempts)
        {
            return TimeSpan.Zero;
        }

        if (failures >= MostFailures)
        {
            return Memory;
        }

        // The longest is reached before the seventh doubling.
        var doubled = Shortest * Math.Pow(2, Math.Min(failures - maxAttempts, 7));
        return doubled < Longest ? doubled : Longest;
    }

    /// <summary>A locked number has none; once the lock has passed, one more until the next.</summary>
    public static int AttemptsRemaining(int failures, bool locked, int maxAttempts) =>
        locked ? 0 : Math.Max(1, maxAttempts - failures);
}
