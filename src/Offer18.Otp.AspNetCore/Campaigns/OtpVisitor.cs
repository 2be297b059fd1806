using System.Net;

namespace Offer18.Otp.AspNetCore.Campaigns;

/// <summary>What a request says of the visitor himself.</summary>
/// <param name="Address">The visitor's address; null if unknown.</param>
/// <param name="Agent">What the browser calls itself; null if it does not say. Its length is limited, and it has no control characters.</param>
internal readonly record struct OtpVisitor(IPAddress? Address, string? Agent)
{
    private const int LongestAgent = 512;

    public static OtpVisitor Of(IPAddress? address, string agent) => new(
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address,
        agent.Length == 0 || agent.Any(char.IsControl) ? null : agent.Length <= LongestAgent ? agent : agent[..LongestAgent]);

    /// <summary>Only the type's name, because a record's own text would show personal data.</summary>
    public override string ToString() => nameof(OtpVisitor);
}
