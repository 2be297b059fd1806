namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A counter of what happened in a sliding window, and when it is full.</summary>
/// <param name="Key">The counter's name.</param>
/// <param name="Window">What happened longer ago than this does not count.</param>
public sealed record OtpCounter(OtpCounterKey Key, TimeSpan Window)
{
    /// <summary>How much a counter knows of more than <see cref="Exact"/> events: as many slots, each at its last event's time.</summary>
    internal const int Slots = 256;

    /// <summary>A counter that never holds more events than this keeps the time of each.</summary>
    internal const int Exact = 256;

    /// <summary>Successes count by half after each day, and so do takes.</summary>
    internal static readonly TimeSpan HalfLife = TimeSpan.FromDays(1);

    /// <summary>The most that it takes. Null: it takes all, and only counts.</summary>
    public int? Limit { get; init; }

    /// <summary>The most while it has fewer than <see cref="KnownFrom"/> successes; null for no other limit than <see cref="Limit"/>.</summary>
    public int? LimitOfUnknown { get; init; }

    /// <summary>From this many successes on, <see cref="Limit"/> holds.</summary>
    public double KnownFrom { get; init; }

    /// <summary>What each success adds to <see cref="Limit"/>.</summary>
    public double LimitPerSuccess { get; init; }

    /// <summary>
    /// If it is full, it still takes one after nobody has tried for this long: so it opens by itself, and stays closed while somebody goes on
    /// trying. Null: only the window opens it.
    /// </summary>
    public TimeSpan? Quiet { get; init; }

    /// <summary>How long the store keeps it after the last change.</summary>
    public TimeSpan KeepFor => LimitPerSuccess > 0 || KnownFrom > 0 || Limit is null ? Max(Window, 2 * HalfLife) : Window;

    /// <summary>How close together events may be to become one slot; zero if each is kept.</summary>
    internal TimeSpan SlotWidth => Limit <= Exact && LimitPerSuccess == 0 ? TimeSpan.Zero : Window / Slots;

    /// <summary>The most that it takes with this many successes.</summary>
    /// <param name="successes">The counter's successes.</param>
    public int? LimitWith(double successes) =>
        LimitOfUnknown is { } unknown && successes < KnownFrom ? unknown : Limit is { } limit ? limit + (int)(LimitPerSuccess * successes) : null;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
