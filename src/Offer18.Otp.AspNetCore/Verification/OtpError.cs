namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Why a request was refused.</summary>
/// <param name="Code">One of <see cref="OtpErrorCodes"/>.</param>
internal sealed record OtpError(string Code)
{
    public int? AttemptsRemaining { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the cause is that the site's owner has paused the campaign. The visitor is then told so.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether the cause may be that the browser keeps no cookies of this page. The visitor is then told so.</summary>
    public bool HasNoCookies { get; init; }

    /// <summary>Whether a new code is needed.</summary>
    public bool Restart { get; init; }
}
