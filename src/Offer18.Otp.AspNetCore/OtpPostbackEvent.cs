namespace Offer18.Otp.AspNetCore;

/// <summary>What a postback reports.</summary>
public enum OtpPostbackEvent
{
    /// <summary>A number was verified: the conversion.</summary>
    Verified,

    /// <summary>A code was sent.</summary>
    Sent,

    /// <summary>A request was refused.</summary>
    Refused,

    /// <summary>Verifications were taken back.</summary>
    Revoked,
}
