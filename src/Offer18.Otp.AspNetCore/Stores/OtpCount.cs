namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A counter's answer to a take.</summary>
/// <param name="IsGranted">Whether it took one more. If not, it counted nothing.</param>
public sealed record OtpCount(bool IsGranted)
{
    /// <summary>When it was taken, by the store's clock (UTC). To be passed to <see cref="OtpCounterReturn.At"/>.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many are in the window, this one included if it was taken. Of a counter in slots some may have left a little before.</summary>
    public required int Count { get; init; }

    /// <summary>All that was taken and not given back as not happened, by half after each day.</summary>
    public double Taken { get; init; }

    /// <summary>All that succeeded, by half after each day.</summary>
    public double Successes { get; init; }

    /// <summary>
    /// How long until it takes one, if nobody tries until then: until enough has left the window, or until <see cref="OtpCounter.Quiet"/> is over
    /// or has been over four times since it last took one, whichever comes first. Set if it did not take one.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether this take was the first to be refused, or the first to be granted after one that was refused.</summary>
    public bool HasTurned { get; init; }
}
