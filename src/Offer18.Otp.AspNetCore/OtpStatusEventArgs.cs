namespace Offer18.Otp.AspNetCore;

/// <summary>
/// How far the visitor has come, as the server told the browser (the state of the HTTP surface), for the callbacks of
/// <see cref="OtpVerification"/>. It comes through the browser: show things by it, and leave it to the gate to let people in.
/// </summary>
public sealed class OtpStatusEventArgs : EventArgs
{
    /// <summary><c>none</c>, <c>pending</c> or <c>verified</c>.</summary>
    public string State { get; init; } = "none";

    /// <summary>The number, masked; null while none was given.</summary>
    public string? Msisdn { get; init; }

    /// <summary>Until when the code can be verified, UTC.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>From when on another code can be asked for, UTC.</summary>
    public DateTimeOffset? ResendAt { get; init; }

    /// <summary>How many codes can still be checked.</summary>
    public int? AttemptsRemaining { get; init; }

    /// <summary>When the number was verified, UTC.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>Until when the verification opens the gate, UTC.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Where the visitor wants to go; a local URL.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>What went wrong last, one of <see cref="OtpErrorCodes"/>; null when nothing did.</summary>
    public string? Error { get; init; }
}
