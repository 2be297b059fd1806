using Microsoft.AspNetCore.Routing;
using Offer18.Otp.AspNetCore.Endpoints;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>The addresses in the component's HTML.</summary>
internal sealed record OtpVerificationLinks
{
    /// <summary>The page that contains the component, with the component's fragment.</summary>
    public required string Page { get; init; }

    /// <summary>Where a verified visitor goes if nothing else is set.</summary>
    public required string Root { get; init; }

    /// <summary>Where a verified visitor wants to go; null if not known.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Where to send a visitor whose number already has the subscription.</summary>
    public string? AlreadySubscribedUrl { get; init; }

    /// <summary>Whether only the page knows <see cref="AlreadySubscribedUrl"/>: the element stands in plain HTML.</summary>
    public bool IsAlreadySubscribedUrlOnPage { get; init; }

    public required string Generate { get; init; }

    public required string Verify { get; init; }

    public required string Reset { get; init; }

    public required string Status { get; init; }

    public required string Style { get; init; }

    public required string Module { get; init; }

    /// <summary>The page without a fragment.</summary>
    public string PageAtTop => Page.Split('#')[0];

    /// <summary>Where the visitor goes next: <see cref="ReturnUrl"/>, or <see cref="Root"/>.</summary>
    public string Continue => ReturnUrl ?? Root;

    /// <exception cref="InvalidOperationException">The campaign's endpoints were not mapped.</exception>
    public static OtpVerificationLinks Create(OtpPlace place, string campaign, LinkGenerator links)
    {
        return new()
        {
            Page = place.PageAt(new OtpElementIds(campaign).Section),
            Root = place.Root,
            Generate = To(OtpLinks.Generate),
            Verify = To(OtpLinks.Verify),
            Reset = To(OtpLinks.Reset),
            Status = To(OtpLinks.Status),
            Style = To(OtpLinks.Style),
            Module = To(OtpLinks.Module),
        };

        string To(string operation) => OtpLinks.Path(links, place.PathBase, campaign, operation);
    }

    /// <summary>The address of an element of the page.</summary>
    public string PageAt(string id) => $"{PageAtTop}#{id}";
}
