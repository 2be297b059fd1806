namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Why a request was refused.</summary>
/// <param name="Code">One of <see cref="OtpErrorCodes"/>.</param>
internal sealed record OtpError(string Code)
{
    public int? AttemptsRemaining { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether a new code is needed.</summary>
    public bool Restart { get; init; }
}
