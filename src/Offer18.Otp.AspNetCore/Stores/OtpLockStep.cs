namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>One row of <see cref="OtpLimits.LockSteps"/>.</summary>
/// <param name="Failures">The step begins at this many wrong codes in a row, and ends where the next step begins.</param>
/// <param name="Wait">How long each wrong code of this step locks the number.</param>
public sealed record OtpLockStep(int Failures, TimeSpan Wait);
