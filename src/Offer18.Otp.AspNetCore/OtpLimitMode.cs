namespace Offer18.Otp.AspNetCore;

/// <summary>What a limit does.</summary>
public enum OtpLimitMode
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>It counts, logs and measures what it would have refused, and refuses nobody. To try a setting.</summary>
    Record,

    /// <summary>It refuses.</summary>
    Enforce,
}
