using Offer18.Otp.AspNetCore.Campaigns;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What the code's form shows, with the buttons for a new code and for another number.</summary>
internal sealed record CodeStepModel
{
    public required OtpElementIds Ids { get; init; }

    public required string VerifyAction { get; init; }

    public required string ResendAction { get; init; }

    public required string ResetAction { get; init; }

    /// <summary>Names the number to the server.</summary>
    public required string Tag { get; init; }

    /// <summary>Whether no code can be checked any more. Then the page shows no field for a code.</summary>
    public bool IsOver { get; init; }

    public TimeSpan CodeLeft { get; init; }

    public int AttemptsRemaining { get; init; }

    /// <summary>How many digits each code has; null if codes can have different lengths.</summary>
    public int? Digits { get; init; }

    public bool IsInvalid { get; init; }

    /// <summary>The ids of the elements that describe the field to a screen reader (<c>aria-describedby</c>).</summary>
    public required string DescribedBy { get; init; }

    public TimeSpan ResendIn { get; init; }

    public bool MustWait => ResendIn > TimeSpan.Zero;

    /// <summary>The button's text, if the page sets one.</summary>
    public string? VerifyText { get; init; }

    /// <summary>Whether the button only leads to the step that asks for a confirmation.</summary>
    public bool IsBeforeConfirmation { get; init; }

    public static CodeStepModel Create(OtpVisit visit, OtpElementIds ids, OtpVerificationLinks links, Offer18OtpOptions options, OtpWishes wishes) => new()
    {
        Ids = ids,
        VerifyAction = links.Verify,
        ResendAction = links.Generate,
        ResetAction = links.Reset,
        Tag = visit.Tag ?? "true",
        IsOver = visit.IsOver,
        CodeLeft = visit.CodeLeft,
        AttemptsRemaining = visit.State.AttemptsRemaining ?? 0,
        Digits = OtpVerificationModel.DigitsOf(OtpOperators.CodeLengthOf(options, visit.State.Operator)),
        IsInvalid = visit.IsTypedInvalid,
        DescribedBy = ids.For(visit.TypedIsDescribedBy),
        ResendIn = visit.ResendIn,
        VerifyText = wishes.VerifyText,
        IsBeforeConfirmation = options.ConfirmBeforeVerify,
    };
}
