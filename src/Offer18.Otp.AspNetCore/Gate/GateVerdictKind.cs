namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Whether a gate is open, or why not.</summary>
internal enum GateVerdictKind
{
    Open,

    /// <summary>No valid proof serves the request.</summary>
    NoProof,

    /// <summary>There is a valid proof, older than the gate's <c>MaxAge</c>.</summary>
    TooOld,

    /// <summary>The store cannot be reached: nobody knows, and the gate stays closed.</summary>
    StoreUnavailable,
}
