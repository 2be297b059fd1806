namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Why nothing came of a request.</summary>
/// <param name="Code">One of <see cref="OtpErrorCodes"/>.</param>
internal sealed record OtpError(string Code)
{
    public int? AttemptsRemaining { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A new code is needed.</summary>
    public bool Restart { get; init; }
}
