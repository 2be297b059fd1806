using Microsoft.AspNetCore.Routing;
using Offer18.Otp.AspNetCore.Endpoints;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>The addresses that the component's HTML names.</summary>
internal sealed record OtpVerificationLinks
{
    /// <summary>The page that holds the component, with the component's fragment.</summary>
    public required string Page { get; init; }

    /// <summary>Where a verified visitor goes if nothing else is said.</summary>
    public required string Root { get; init; }

    /// <summary>Where a verified visitor wants to go; null where nothing says so.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Where a visitor goes whose number has the subscription already.</summary>
    public string? AlreadySubscribedUrl { get; init; }

    public required string Generate { get; init; }

    public required string Verify { get; init; }

    public required string Reset { get; init; }

    public required string Status { get; init; }

    /// <summary>The page without a fragment.</summary>
    public string PageAtTop => Page.Split('#')[0];

    /// <summary>Where the visitor goes on.</summary>
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
        };

        string To(string operation) => OtpLinks.Path(links, place.PathBase, campaign, operation);
    }

    /// <summary>An element of the page.</summary>
    public string PageAt(string id) => $"{PageAtTop}#{id}";
}
