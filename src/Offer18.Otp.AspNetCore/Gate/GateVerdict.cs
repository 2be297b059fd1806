using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>What a gate says to a request.</summary>
/// <param name="Kind">Whether it is open, or why not.</param>
/// <param name="Proof">The valid proof; null where there is none.</param>
internal sealed record GateVerdict(GateVerdictKind Kind, VerifiedMsisdn? Proof = null);
