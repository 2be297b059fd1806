namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A counter of what happened in a sliding window, and when it is full.</summary>
/// <param name="Key">The counter's name.</param>
/// <param name="Window">What happened longer ago than this does not count.</param>
public sealed record OtpCounter(OtpCounterKey Key, TimeSpan Window)
{
    // A counter that never holds more than this keeps the time of each. Any other one keeps as many slots, each with its last event's time.
    private const int MaxTimes = 256;

    /// <summary>Successes count by half after each such time, and so do takes: 24 h.</summary>
    public static TimeSpan HalfLife { get; } = TimeSpan.FromDays(1);

    /// <summary>The most that it takes. Null: it takes all, and only counts.</summary>
    public int? Limit { get; init; }

    /// <summary>
    /// The most while it has fewer than <see cref="KnownFrom"/> successes, no more than <see cref="Limit"/>; null for no other limit than that.
    /// </summary>
    public int? LimitOfUnknown { get; init; }

    /// <summary>From this many successes on, <see cref="Limit"/> holds.</summary>
    public double KnownFrom { get; init; }

    /// <summary>What each success adds to <see cref="Limit"/>.</summary>
    public double LimitPerSuccess { get; init; }

    /// <summary>
    /// If it is full, it still takes one after nobody has tried for this long, and in any case <see cref="QuietTimes"/> such times after it last took
    /// one: so it opens by itself, and stays closed for longer while somebody goes on trying. Null: only the window opens it.
    /// </summary>
    public TimeSpan? Quiet { get; init; }

    /// <summary>For how many quiet times at most tries that are refused keep a counter closed: 4.</summary>
    public const int QuietTimes = 4;

    /// <summary>Whether takes and successes are of use, even if its limit does not depend on them.</summary>
    public bool HasHistory { get; init; }

    /// <summary>
    /// How long the store keeps it after the last change: its window, and at least two half-lives if takes and successes are of use. One to which
    /// all that it had taken was given back is not kept.
    /// </summary>
    public TimeSpan KeepFor => LimitPerSuccess > 0 || KnownFrom > 0 || HasHistory ? Max(Window, 2 * HalfLife) : Window;

    /// <summary>
    /// A store may keep the events of one such piece of time as one, at the time of the last. So an event never leaves the window too early, and
    /// at most this much too late. Zero if each is kept at its own time: where the limit is never more than 256. Otherwise a 256th of the window.
    /// </summary>
    public TimeSpan SlotWidth => Limit <= MaxTimes && LimitPerSuccess == 0 ? TimeSpan.Zero : Window / MaxTimes;

    /// <summary>The most that it takes with this many successes.</summary>
    /// <param name="successes">The counter's successes.</param>
    public int? LimitWith(double successes) =>
        LimitOfUnknown is { } unknown && successes < KnownFrom ? unknown : Limit is { } limit ? limit + (int)(LimitPerSuccess * successes) : null;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
