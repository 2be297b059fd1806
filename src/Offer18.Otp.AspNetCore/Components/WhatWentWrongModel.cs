using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>An error, where it leads, and what it offers.</summary>
internal sealed record WhatWentWrongModel
{
    public required OtpElementIds Ids { get; init; }

    /// <summary>One of <see cref="OtpErrorCodes"/>, as JSON and the element's status say it.</summary>
    public required string Code { get; init; }

    /// <summary>The code whose texts the visitor reads.</summary>
    public required string TextCode { get; init; }

    /// <summary>The element that the title leads to, as an address of the page.</summary>
    public required string TitleUrl { get; init; }

    /// <summary>How long until it can be tried again; null where nothing is said of it.</summary>
    public TimeSpan? RetryIn { get; init; }

    public OtpWayForward WayForward { get; init; }

    public string? ContentUrl { get; init; }

    public required string CheckAgainUrl { get; init; }

    public static WhatWentWrongModel? Create(OtpVisit visit, OtpElementIds ids, OtpVerificationLinks links) => visit.Error is not { } error ? null : new()
    {
        Ids = ids,
        Code = error.Code,
        TextCode = visit.ErrorOnPage!.Code,
        TitleUrl = links.PageAt(ids.For(visit.ErrorLeadsTo)),
        RetryIn = visit.RetryIn,
        WayForward = visit.WayForward(hasContent: links.AlreadySubscribedUrl is not null),
        ContentUrl = links.AlreadySubscribedUrl,
        CheckAgainUrl = links.PageAtTop,
    };
}
