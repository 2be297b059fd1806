using System.Net;
using System.Net.Sockets;

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>
/// Tells addresses of the internet from those that only this server can reach, or nobody (IANA's registries of special-purpose addresses, RFC 6890).
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Within what IPv6 has for the internet: tunnels that lead to an IPv4 address, documentation.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    private static readonly IPNetwork Internet = IPNetwork.Parse("2000::/3");

    public static bool IsPublic(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (address.AddressFamily == AddressFamily.InterNetwork || Internet.Contains(address)) && !Special.Any(network => network.Contains(address));
    }
}
