using Offer18.Otp.AspNetCore.Errors;

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

    /// <summary>What is wrong with what was typed. The visitor is then told so.</summary>
    public OtpMistake Mistake { get; init; }

    /// <summary>What could have been typed: a number, or how many digits a code has. Only with a <see cref="Mistake"/>.</summary>
    public string? Example { get; init; }

    /// <summary>The name of the site's own text for it; null for the code's.</summary>
    public string? Text { get; init; }

    /// <summary>Whether a new code is needed.</summary>
    public bool Restart { get; init; }
}
