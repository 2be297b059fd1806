namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A campaign's limits, handed to the store with each operation: the store counts, the options decide.</summary>
public sealed record OtpLimits
{
    /// <summary>How long a code can be verified.</summary>
    public required TimeSpan CodeLifetime { get; init; }

    /// <summary>Checks per challenge, and wrong codes per number until it is locked.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>How long after a send none goes to the same number.</summary>
    public required TimeSpan ResendCooldown { get; init; }

    /// <summary>Sends to one number within <see cref="SendWindow"/>.</summary>
    public required int MaxSends { get; init; }

    /// <summary>The window of <see cref="MaxSends"/>.</summary>
    public required TimeSpan SendWindow { get; init; }

    /// <summary>After this long without its end, a send or an attempt counts as lost. Longer than a call can take.</summary>
    public required TimeSpan LeaseTime { get; init; }
}
