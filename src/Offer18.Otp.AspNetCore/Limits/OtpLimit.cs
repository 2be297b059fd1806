using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>One limit that an action has to pass.</summary>
/// <param name="Kind">What it counts by.</param>
/// <param name="Counter">Its counter.</param>
internal sealed record OtpLimit(OtpLimitKind Kind, OtpCounter Counter)
{
    /// <summary>What its counter is for.</summary>
    public OtpLimitRole Role { get; init; }

    /// <summary>How a guard is named in the log: a prefix or a country. Null for what would name a visitor.</summary>
    public string? Name { get; init; }
}
