namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Whether a gate is open, or why not.</summary>
internal enum GateVerdictKind
{
    Open,

    /// <summary>The request has no valid proof.</summary>
    NoProof,

    /// <summary>The proof is valid, but older than the gate's <c>MaxAge</c>.</summary>
    TooOld,

    /// <summary>The store cannot be reached, so the gate stays closed.</summary>
    StoreUnavailable,
}
