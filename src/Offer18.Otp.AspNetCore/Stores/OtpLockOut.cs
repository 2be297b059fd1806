namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// How a number is locked after too many wrong codes in a row (NIST SP 800-63B-4, 3.2.2). The first lock lasts <see cref="Shortest"/>. Each
/// further wrong code doubles it, up to <see cref="Longest"/>. From <see cref="MaxFailures"/> checks without a right code on, each further one
/// locks it for <see cref="Last"/>: so nobody can keep a number's owner out for good.
/// </summary>
public sealed record OtpLockOut
{
    /// <summary>The first lock. Default 30 s.</summary>
    public TimeSpan Shortest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest lock before <see cref="MaxFailures"/>. Default 1 h.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// From this many checks in a row without a right code the number is locked for <see cref="Last"/>: wrong codes, and checks that were
    /// refused. Default 100.
    /// </summary>
    public int MaxFailures { get; init; } = 100;

    /// <summary>The lock from <see cref="MaxFailures"/> on, the longest of all. The count goes on. Default 24 h.</summary>
    public TimeSpan Last { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The store forgets a number's wrong codes this long after the last one. Default 30 days.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromDays(30);
}
