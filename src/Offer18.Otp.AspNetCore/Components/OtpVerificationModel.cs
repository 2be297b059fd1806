using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// What a visitor sees, decided once: which step, which texts, which ways forward. The components only write it as HTML. In a
/// circuit nothing is known of the visitor; all that is about one is null there.
/// </summary>
internal sealed record OtpVerificationModel
{
    public required OtpElementIds Ids { get; init; }

    /// <summary>The step as the browser is told it.</summary>
    public string? State { get; init; }

    /// <summary>The state that the element carries for scripts.</summary>
    public OtpStateBody? Status { get; init; }

    /// <summary>What is read out as the step changes, by its text's name; null where the step speaks for itself.</summary>
    public string? StatusText { get; init; }

    /// <summary>The number that <see cref="StatusText"/> names, masked.</summary>
    public string? Msisdn { get; init; }

    public WhatWentWrongModel? Error { get; init; }

    public NumberStepModel? Number { get; init; }

    public CodeStepModel? Code { get; init; }

    public VerifiedStepModel? Verified { get; init; }

    /// <summary>How many digits a code may have, as <c>4-8</c>.</summary>
    public required string CodeLength { get; init; }

    /// <summary>How many digits each code has; null where codes differ.</summary>
    public int? Digits { get; init; }

    public bool IsVisitKnown => State is not null;

    /// <summary>A circuit sees no cookie: its visit is null.</summary>
    public static OtpVerificationModel Create(
        OtpVisit? visit, OtpElementIds ids, OtpVerificationLinks links, Offer18OtpOptions options, string? submitText = null)
    {
        var model = new OtpVerificationModel
        {
            Ids = ids,
            CodeLength = $"{options.CodeLength.Min}-{options.CodeLength.Max}",
            Digits = DigitsOf(options.CodeLength),
        };
        return visit is null ? model : model with
        {
            State = OtpStateBody.NameOf(visit.Step),
            Status = OtpStateBody.From(visit.State) with { ReturnUrl = links.Continue, Error = visit.Notice?.Code },
            StatusText = visit.StatusText,
            Msisdn = visit.State.MaskedMsisdn,
            Error = WhatWentWrongModel.Create(visit, ids, links),
            Number = visit.Step == OtpStateKind.None ? NumberStepModel.Create(visit, ids, links, options, submitText) : null,
            Code = visit.Step == OtpStateKind.Pending ? CodeStepModel.Create(visit, ids, links, options) : null,
            Verified = visit.Step == OtpStateKind.Verified ? VerifiedStepModel.Create(ids, links) : null,
        };
    }

    /// <summary>How many digits each code has; null where codes differ.</summary>
    public static int? DigitsOf(OtpCodeLength length) => length.Min == length.Max ? length.Min : null;
}
