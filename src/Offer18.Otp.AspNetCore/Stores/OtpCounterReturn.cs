namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>What is given back to a counter.</summary>
/// <param name="Key">The counter's name.</param>
/// <param name="Window">The counter's window.</param>
public sealed record OtpCounterReturn(OtpCounterKey Key, TimeSpan Window)
{
    /// <summary>
    /// When it was taken (<see cref="OtpCount.At"/>). The first that was taken then or since is given back. If that has left the window, or there is
    /// none, nothing stands for it any more. Null for the oldest.
    /// </summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How many are given back: that one, and then the oldest. Zero for none, if it has only succeeded.</summary>
    public int Number { get; init; } = 1;

    /// <summary>
    /// Whether what was taken has succeeded. If not, it did not happen: <see cref="OtpCount.Taken"/> is so much less, too, and if it was the last try, the
    /// quiet time (<see cref="OtpCounter.Quiet"/>) goes on as if it had not been made.
    /// </summary>
    public bool HasSucceeded { get; init; }

    /// <summary>How long the store keeps the counter after this.</summary>
    public required TimeSpan KeepFor { get; init; }
}
