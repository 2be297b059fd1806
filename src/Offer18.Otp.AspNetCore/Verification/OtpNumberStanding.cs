namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// What stands against a number. Times are the store's (UTC). Browsers that have proved the number before have counts of their own: codes sent are of
/// both together, and the rest is of whichever has more.
/// </summary>
/// <param name="Msisdn">The number, masked as in the log.</param>
/// <param name="Prefix">What stands against its prefix.</param>
public sealed record OtpNumberStanding(string Msisdn, OtpPrefixStanding Prefix)
{
    /// <summary>How many codes were sent to it within <see cref="Offer18OtpOptions.SendWindow"/>.</summary>
    public int SendsInWindow { get; init; }

    /// <summary>The same within 24 h. At <see cref="OtpLimitOptions.MaxSendsPerDay"/> only what is kept for who asks for the first time is sent.</summary>
    public int SendsInDay { get; init; }

    /// <summary>How many wrong codes in a row were checked for it.</summary>
    public int WrongCodes { get; init; }

    /// <summary>How many checks the partner refused, for another reason than a wrong code, since the last right code.</summary>
    public int RefusedChecks { get; init; }

    /// <summary>Until when it is locked after wrong codes; null if it is not.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When the next code may be sent to it, as far as its own limits go; null if now.</summary>
    public DateTimeOffset? NextSendAt { get; init; }
}
