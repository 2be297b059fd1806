namespace Offer18.Otp.AspNetCore.Mutations;

/// <summary>What became of a mutation.</summary>
/// <param name="Kind">What.</param>
/// <param name="By">The test that failed.</param>
internal sealed record Verdict(VerdictKind Kind, string? By);
