namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What the step shows that asks for a confirmation.</summary>
internal sealed record ConfirmStepModel
{
    public required OtpElementIds Ids { get; init; }

    public required string VerifyAction { get; init; }

    public required string ResetAction { get; init; }

    /// <summary>As <see cref="CodeStepModel.Tag"/>.</summary>
    public required string Tag { get; init; }

    /// <summary>Names the code that waits to the server.</summary>
    public required string CodeTag { get; init; }

    /// <summary>The masked number. The module leaves it masked, because it has no name here.</summary>
    public string? Msisdn { get; init; }

    public TimeSpan CodeLeft { get; init; }

    /// <summary>The text of the button that confirms, if the page sets one.</summary>
    public string? VerifyText { get; init; }

    public static ConfirmStepModel Create(OtpVisit visit, OtpElementIds ids, OtpVerificationLinks links, OtpWishes wishes) => new()
    {
        Ids = ids,
        VerifyAction = links.Verify,
        ResetAction = links.Reset,
        Tag = visit.Tag!,
        CodeTag = visit.CodeTag!,
        Msisdn = visit.State.MaskedMsisdn,
        CodeLeft = visit.CodeLeft,
        VerifyText = wishes.VerifyText,
    };
}
