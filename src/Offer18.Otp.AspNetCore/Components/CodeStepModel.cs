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

    /// <summary>The number that the code was sent to, masked.</summary>
    public string? Msisdn { get; init; }

    /// <summary>Whether nobody knows if the last code was sent.</summary>
    public bool IsSendUncertain { get; init; }

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

    /// <summary>The text that says how long to wait.</summary>
    public string WaitText => IsOver ? "code.locked" : "resend.in";

    public static CodeStepModel Create(OtpVisit visit, OtpElementIds ids, OtpVerificationLinks links, Offer18OtpOptions options) => new()
    {
        Ids = ids,
        VerifyAction = links.Verify,
        ResendAction = links.Generate,
        ResetAction = links.Reset,
        Tag = visit.Tag ?? "true",
        Msisdn = visit.State.MaskedMsisdn,
        IsSendUncertain = visit.State.IsSendUncertain,
        IsOver = visit.IsOver,
        CodeLeft = visit.CodeLeft,
        AttemptsRemaining = visit.State.AttemptsRemaining ?? 0,
        Digits = OtpVerificationModel.DigitsOf(options.CodeLength),
        IsInvalid = visit.IsTypedInvalid,
        DescribedBy = ids.For(visit.TypedIsDescribedBy),
        ResendIn = visit.ResendIn,
    };
}
