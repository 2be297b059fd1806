namespace Offer18.Otp.AspNetCore;

/// <summary>
/// How far the visitor has come, for the callbacks of <see cref="OtpVerification"/>. It is the state that the HTTP endpoints report. It
/// comes through the browser, so do not trust it: use it to show things, and let the gate decide who gets in.
/// </summary>
public sealed class OtpStatusEventArgs : EventArgs
{
    /// <summary><c>none</c>, <c>pending</c> or <c>verified</c>.</summary>
    public string State { get; init; } = "none";

    /// <summary>The number, masked; null if none was given.</summary>
    public string? Msisdn { get; init; }

    /// <summary>When the code expires, UTC.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When another code can be requested, UTC.</summary>
    public DateTimeOffset? ResendAt { get; init; }

    /// <summary>How many more codes can be checked.</summary>
    public int? AttemptsRemaining { get; init; }

    /// <summary>Whether the visitor has typed a code, and has not confirmed it yet (<see cref="Offer18OtpOptions.ConfirmBeforeVerify"/>).</summary>
    public bool AwaitsConfirmation { get; init; }

    /// <summary>When the number was verified, UTC.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>When the verification stops opening the gate, UTC.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Names the verification to trackers (<see cref="Stores.VerifiedMsisdn.EventId"/>); null until there is one, and for a test number.</summary>
    public string? EventId { get; init; }

    /// <summary>Where the visitor wants to go; a local URL.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>The last error, one of <see cref="OtpErrorCodes"/>; null if there was none.</summary>
    public string? Error { get; init; }
}
