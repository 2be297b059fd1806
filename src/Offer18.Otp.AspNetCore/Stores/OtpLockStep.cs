namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>One step of the ladder of locks.</summary>
/// <param name="Failures">From this many wrong codes in a row, until the next step.</param>
/// <param name="Wait">The number is locked for this long after each of them.</param>
public sealed record OtpLockStep(int Failures, TimeSpan Wait);
