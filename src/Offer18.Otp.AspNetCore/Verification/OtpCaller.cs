using System.Net;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Who asks.</summary>
/// <param name="Campaign">The campaign; empty is the default one.</param>
/// <param name="Ticket">What the browser holds.</param>
/// <param name="Subject">The site's signed-in user, or null.</param>
internal sealed record OtpCaller(string Campaign, OtpTicket Ticket, string? Subject)
{
    /// <summary>The client's address, as far as the site trusts what was forwarded; null where it is not known.</summary>
    public IPAddress? Address { get; init; }
}
