using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>A gate's answer to a request.</summary>
/// <param name="Kind">Whether it is open, or why not.</param>
/// <param name="Proof">The valid proof; null if there is none.</param>
internal sealed record GateVerdict(GateVerdictKind Kind, VerifiedMsisdn? Proof = null);
