namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>A guard's no.</summary>
/// <param name="Code">One of <see cref="OtpErrorCodes"/>.</param>
internal sealed record OtpRefusal(string Code)
{
    /// <summary>How long to wait before asking again, where waiting helps.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
