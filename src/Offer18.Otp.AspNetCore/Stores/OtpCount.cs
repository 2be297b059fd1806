namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A counter's answer to a take.</summary>
/// <param name="IsGranted">Whether it took one more. If not, it counted nothing.</param>
public sealed record OtpCount(bool IsGranted)
{
    /// <summary>When it was taken, by the store's clock (UTC). To be passed to <see cref="OtpCounterReturn.At"/>.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many are in the window, this one included if it was taken.</summary>
    public required int Count { get; init; }

    /// <summary>All that was taken, by half after each day.</summary>
    public double Taken { get; init; }

    /// <summary>All that succeeded, by half after each day.</summary>
    public double Successes { get; init; }

    /// <summary>How long until it takes one, if nobody else tries. Set if it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether this take found it full for the first time, or taking again for the first time after it was full.</summary>
    public bool HasTurned { get; init; }
}
