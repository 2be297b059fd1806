namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>Why a campaign sends no codes for now.</summary>
/// <param name="IsPaused">Whether the site's owner has paused it. Otherwise its breaker is open, because Offer18 does not answer.</param>
/// <param name="Until">When to try again, UTC; null if unknown.</param>
internal sealed record OtpOutage(bool IsPaused, DateTimeOffset? Until = null);
