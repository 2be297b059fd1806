using System.Net;
using Offer18.Otp.AspNetCore.Campaigns;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>The browser that asks, and its user.</summary>
/// <param name="Campaign">The campaign; empty is the default one.</param>
/// <param name="Ticket">What the browser holds.</param>
/// <param name="Subject">The site's signed-in user, or null.</param>
internal sealed record OtpCaller(string Campaign, OtpTicket Ticket, string? Subject)
{
    /// <summary>Whether the browser came without a ticket, so that no store can know anything of it.</summary>
    public bool IsNew { get; init; }

    /// <summary>Names the browser in what its pages bring back, whatever its handle is meanwhile.</summary>
    public string FormId { get; init; } = "";

    /// <summary>A short digest of what the browser calls itself; null if it does not say.</summary>
    public string? Agent { get; init; }

    /// <summary>Whether the browser is the one that its handle was made for, as far as that can be known.</summary>
    public bool IsOwnTicket => Ticket.Agent == Agent;

    /// <summary>The client's address. Behind a proxy this is the forwarded address, if the site trusts it; null if unknown.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>What the browser calls itself; null if it does not say.</summary>
    public string? UserAgent { get; init; }

    /// <summary>What a campaign may tell its partner of the visitor.</summary>
    public OtpVisitor Visitor => OtpVisitor.Of(Address, UserAgent ?? "");

    /// <summary>Only the type's name, because a record's own text would show the visitor's address.</summary>
    public override string ToString() => nameof(OtpCaller);
}
