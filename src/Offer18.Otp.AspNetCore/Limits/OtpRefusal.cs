namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>A guard's refusal.</summary>
/// <param name="Code">One of <see cref="OtpErrorCodes"/>.</param>
internal sealed record OtpRefusal(string Code)
{
    /// <summary>How long to wait before asking again, if waiting helps.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the cause is that the site's owner has paused the campaign.</summary>
    public bool IsPaused { get; init; }
}
