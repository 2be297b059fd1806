using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>An error: its text, the field that it is about, and what the visitor can do next.</summary>
internal sealed record WhatWentWrongModel
{
    public required OtpElementIds Ids { get; init; }

    /// <summary>The error code, one of <see cref="OtpErrorCodes"/>. JSON and the element's status contain the same code.</summary>
    public required string Code { get; init; }

    /// <summary>The name of the texts that the visitor reads: usually a code.</summary>
    public required string TextName { get; init; }

    /// <summary>The address of the element that the title links to.</summary>
    public required string TitleUrl { get; init; }

    /// <summary>How long until the visitor can try again; null if the page does not show this.</summary>
    public TimeSpan? RetryIn { get; init; }

    public OtpWayForward WayForward { get; init; }

    public string? ContentUrl { get; init; }

    /// <summary>Whether the page may know a <see cref="ContentUrl"/>, for its module to put in.</summary>
    public bool IsContentUrlOnPage { get; init; }

    public required string CheckAgainUrl { get; init; }

    /// <summary>The page's address, for a tab of its own; null if that would not help.</summary>
    public string? OpenUrl { get; init; }

    public static WhatWentWrongModel? Create(OtpVisit visit, OtpElementIds ids, OtpVerificationLinks links) => visit.Error is not { } error ? null : new()
    {
        Ids = ids,
        Code = error.Code,
        TextName = OtpErrorText.NameOf(visit.ErrorOnPage!.Code, visit.Notice!.IsPaused, visit.Notice.HasNoCookies),
        TitleUrl = links.PageAt(ids.For(visit.ErrorLeadsTo)),
        RetryIn = visit.RetryIn,
        WayForward = visit.WayForward(hasContent: links.AlreadySubscribedUrl is not null),
        ContentUrl = links.AlreadySubscribedUrl,
        IsContentUrlOnPage = links.IsAlreadySubscribedUrlOnPage && visit.ErrorOnPage.WayForward == OtpWayForward.Content,
        CheckAgainUrl = links.PageAtTop,
        OpenUrl = visit.Notice.HasNoCookies ? links.PageAtTop : null,
    };
}
