namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>What stands against a prefix: a number without its last four digits. Times are the store's (UTC).</summary>
/// <param name="Prefix">The prefix, with <c>+</c>.</param>
public sealed record OtpPrefixStanding(string Prefix)
{
    /// <summary>How many codes count as unverified: each sent one adds one, each verified one takes away several (<c>docs/limits.md</c>).</summary>
    public int Unverified { get; init; }

    /// <summary>When its guard lets a code pass again, if nobody tries until then; null if it is open.</summary>
    public DateTimeOffset? GuardClosedUntil { get; init; }

    /// <summary>Until when the operator has closed it; null if nobody has.</summary>
    public DateTimeOffset? ClosedByHandUntil { get; init; }
}
