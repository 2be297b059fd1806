namespace Offer18.Otp.AspNetCore.Benchmarks.Site;

/// <summary>What a round took, for each request.</summary>
/// <param name="RequestsPerSecond">How many the server answered.</param>
/// <param name="CpuMicroseconds">The server's processor time.</param>
/// <param name="AllocatedBytes">What the server allocated.</param>
/// <param name="AnswerBytes">What came back over the wire.</param>
/// <param name="ConnectionsPerCall">New connections to Offer18 for each call to it; null if there was no call.</param>
internal sealed record Measured(double RequestsPerSecond, double CpuMicroseconds, double AllocatedBytes, double AnswerBytes, double? ConnectionsPerCall);
