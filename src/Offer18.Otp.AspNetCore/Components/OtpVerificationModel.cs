using Offer18.Otp.AspNetCore.Campaigns;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// What a visitor sees: the step, the texts and the ways forward. They are decided here, once. The components only write them as HTML. A
/// circuit knows nothing about the visitor, so every member about the visitor is null there.
/// </summary>
internal sealed record OtpVerificationModel
{
    public required OtpElementIds Ids { get; init; }

    /// <summary>The hidden fields of each form; null in a circuit.</summary>
    public OtpFormFields? Fields { get; init; }

    /// <summary>The step's name for the browser: <c>none</c>, <c>pending</c>, <c>confirm</c> or <c>verified</c>. Null in a circuit.</summary>
    public string? State { get; init; }

    /// <summary>The mark of what is for the number's operator, as <see cref="MarkOf"/> gives it.</summary>
    public string Operator { get; init; } = MarkOf(null);

    /// <summary>The state in the element's <c>data-status</c>, for scripts.</summary>
    public OtpPageState? Status { get; init; }

    /// <summary>The key of the text that a screen reader reads when the step changes. Null if the step has no such text.</summary>
    public string? StatusText { get; init; }

    /// <summary>The masked number in the text of <see cref="StatusText"/>.</summary>
    public string? Msisdn { get; init; }

    /// <summary>Names <see cref="Msisdn"/> to the module.</summary>
    public string? Tag { get; init; }

    public WhatWentWrongModel? Error { get; init; }

    public OutageModel? Outage { get; init; }

    public NumberStepModel? Number { get; init; }

    public CodeStepModel? Code { get; init; }

    public ConfirmStepModel? Confirm { get; init; }

    public VerifiedStepModel? Verified { get; init; }

    public SubscribedStepModel? Subscribed { get; init; }

    /// <summary>How many digits a code may have, for example <c>4-8</c>.</summary>
    public required string CodeLength { get; init; }

    /// <summary>How many digits each code has; null if codes can have different lengths.</summary>
    public int? Digits { get; init; }

    public bool IsVisitKnown => State is not null;

    /// <summary>In a circuit <paramref name="visit"/> is null, because a circuit cannot read the cookie.</summary>
    public static OtpVerificationModel Create(
        OtpVisit? visit, OtpElementIds ids, OtpVerificationLinks links, Offer18OtpOptions options, OtpWishes wishes, OtpFormFields? fields = null)
    {
        // The element keeps this while its contents go on to a number of another operator.
        var length = OtpOperators.CodeLengthOfAny(options);
        var model = new OtpVerificationModel
        {
            Ids = ids,
            Fields = fields,
            CodeLength = $"{length.Min}-{length.Max}",
            Digits = DigitsOf(length),
        };
        return visit is null ? model : model with
        {
            State = visit.IsConfirmation ? "confirm" : OtpStateBody.NameOf(visit.Step),
            // An operator that was taken out of the settings has no terms of its own.
            Operator = MarkOf(visit.Step == OtpStateKind.None ? null : options.FindOperator(visit.State.Operator)?.Name),
            Status = new(OtpStateBody.From(visit.State)) { ReturnUrl = links.Continue, Error = visit.Notice?.Code },
            StatusText = visit.StatusText,
            Msisdn = visit.State.MaskedMsisdn,
            Tag = visit.Tag,
            Error = WhatWentWrongModel.Create(visit, ids, links, options, wishes),
            Outage = OutageModel.Create(visit, links),
            Number = visit.Step == OtpStateKind.None && !visit.AsksForNoNumber && !visit.IsSubscribed ? NumberStepModel.Create(visit, ids, links, options, wishes) : null,
            Code = visit.Step == OtpStateKind.Pending && !visit.IsSubscribed && !visit.IsConfirmation ? CodeStepModel.Create(visit, ids, links, options, wishes) : null,
            Confirm = visit.IsConfirmation ? ConfirmStepModel.Create(visit, ids, links, wishes) : null,
            Verified = visit.Step == OtpStateKind.Verified && !visit.IsSubscribed ? VerifiedStepModel.Create(ids, links) : null,
            Subscribed = visit.IsSubscribed ? SubscribedStepModel.Create(ids, links) : null,
        };
    }

    /// <summary>Marks what is for an operator, or for numbers of none, in <c>data-for</c>. No step has such a name.</summary>
    public static string MarkOf(string? operatorName) => "@" + operatorName;

    /// <summary>How many digits each code has; null if codes can have different lengths.</summary>
    public static int? DigitsOf(OtpCodeLength length) => length.Min == length.Max ? length.Min : null;
}
