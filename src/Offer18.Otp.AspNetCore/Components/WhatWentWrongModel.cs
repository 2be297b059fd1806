using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>An error: its text, the field that it is about, and what the visitor can do next.</summary>
internal sealed record WhatWentWrongModel
{
    public required OtpElementIds Ids { get; init; }

    /// <summary>The error code, one of <see cref="OtpErrorCodes"/>. JSON and the element's status contain the same code.</summary>
    public required string Code { get; init; }

    /// <summary>The name of the texts that the visitor reads: usually a code.</summary>
    public required string TextName { get; init; }

    /// <summary>The name of the site's own texts, which win if there are such; null if the site names none.</summary>
    public string? OwnTextName { get; init; }

    /// <summary>The address of the element that the title links to.</summary>
    public required string TitleUrl { get; init; }

    /// <summary>Whether the title says all: what can be done stands in the step below it.</summary>
    public bool IsWhole { get; init; }

    /// <summary>What could have been typed, if the text names an example.</summary>
    public string? Example { get; init; }

    /// <summary>How long until the visitor can try again; null if the page does not show this.</summary>
    public TimeSpan? RetryIn { get; init; }

    /// <summary>Where the visitor can ask how far the verification has come; null if that would not help.</summary>
    public string? CheckAgainUrl { get; init; }

    /// <summary>The page's address, for a tab of its own; null if that would not help.</summary>
    public string? OpenUrl { get; init; }

    public static WhatWentWrongModel? Create(OtpVisit visit, OtpElementIds ids, OtpVerificationLinks links, Offer18OtpOptions options, OtpWishes wishes) =>
        visit.Error is not { } error || visit.IsSubscribed ? null : new()
    {
        Ids = ids,
        Code = error.Code,
        TextName = OtpErrorText.NameOf(visit.ErrorOnPage!.Code, visit.Notice!.IsPaused, visit.Notice.HasNoCookies, visit.Notice.Mistake),
        OwnTextName = visit.Notice.Text,
        TitleUrl = links.PageAt(ids.For(visit.ErrorLeadsTo)),
        IsWhole = visit.IsErrorOfStep,
        Example = visit.Notice.Mistake == OtpMistake.None ? null : ExampleOf(visit, options, wishes),
        RetryIn = visit.RetryIn,
        CheckAgainUrl = visit.ErrorOnPage.WayForward == OtpWayForward.CheckAgain ? links.PageAtTop : null,
        OpenUrl = visit.Notice.HasNoCookies ? links.PageAtTop : null,
    };

    private static string? ExampleOf(OtpVisit visit, Offer18OtpOptions options, OtpWishes wishes) => visit.Error!.Field == OtpErrorField.Code
        ? OtpCode.DigitsOf(options.CodeLength)
        : NumberExample.Of(visit.CountryOf(options, wishes), options, visit.Notice!.Mistake);
}
