namespace Offer18.Otp.AspNetCore.Components;

/// <summary>The form that asks for the code, and the ways to another code and another number.</summary>
internal sealed record CodeStepModel
{
    public required OtpElementIds Ids { get; init; }

    public required string VerifyAction { get; init; }

    public required string ResendAction { get; init; }

    public required string ResetAction { get; init; }

    /// <summary>The number that the code was sent to, masked.</summary>
    public string? Msisdn { get; init; }

    /// <summary>No code can be checked any more: a field for one would be a trap.</summary>
    public bool IsOver { get; init; }

    public TimeSpan CodeLeft { get; init; }

    public int AttemptsRemaining { get; init; }

    /// <summary>How many digits a code has; null where codes differ.</summary>
    public int? Digits { get; init; }

    public bool IsInvalid { get; init; }

    /// <summary>The ids of what a screen reader reads beside it.</summary>
    public required string DescribedBy { get; init; }

    public TimeSpan ResendIn { get; init; }

    public bool MustWait => ResendIn > TimeSpan.Zero;

    /// <summary>The text that says how long to wait.</summary>
    public string WaitText => IsOver ? "code.locked" : "resend.in";

    public static CodeStepModel Create(OtpVisit visit, OtpElementIds ids, OtpVerificationLinks links, Offer18OtpOptions options) => new()
    {
        Ids = ids,
        VerifyAction = links.Verify,
        ResendAction = links.Generate,
        ResetAction = links.Reset,
        Msisdn = visit.State.MaskedMsisdn,
        IsOver = visit.IsOver,
        CodeLeft = visit.CodeLeft,
        AttemptsRemaining = visit.State.AttemptsRemaining ?? 0,
        Digits = OtpVerificationModel.DigitsOf(options.CodeLength),
        IsInvalid = visit.IsTypedInvalid,
        DescribedBy = ids.For(visit.TypedIsDescribedBy),
        ResendIn = visit.ResendIn,
    };
}
