namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What a verified visitor can do next.</summary>
internal sealed record VerifiedStepModel
{
    public required OtpElementIds Ids { get; init; }

    public required string ContinueUrl { get; init; }

    public required string ResetAction { get; init; }

    public static VerifiedStepModel Create(OtpElementIds ids, OtpVerificationLinks links) => new()
    {
        Ids = ids,
        ContinueUrl = links.Continue,
        ResetAction = links.Reset,
    };
}
