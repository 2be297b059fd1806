namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>A counter from which one was taken, and when.</summary>
internal sealed record TakenCounter(OtpLimit Limit, DateTimeOffset At);
