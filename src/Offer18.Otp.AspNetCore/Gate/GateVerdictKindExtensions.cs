namespace Offer18.Otp.AspNetCore.Gate;

internal static class GateVerdictKindExtensions
{
    /// <summary>The attribute <see cref="OtpTelemetry.ReasonAttribute"/> of a gate that is closed.</summary>
    public static string Reason(this GateVerdictKind closed) => closed switch
    {
        GateVerdictKind.NoProof => "no_proof",
        GateVerdictKind.TooOld => "too_old",
        GateVerdictKind.StoreUnavailable => "store_unavailable",
        _ => throw new ArgumentOutOfRangeException(nameof(closed), closed, "An open gate refuses nobody."),
    };
}
