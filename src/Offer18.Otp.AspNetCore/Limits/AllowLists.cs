using System.Net;
using Microsoft.Extensions.Options;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>Reads <see cref="OtpLimitOptions.AlwaysAllow"/> and <see cref="OtpLimitOptions.NeverAllow"/>.</summary>
internal sealed class AllowLists(IOptionsMonitor<Offer18OtpOptions> options)
{
    /// <summary>Of E.164, in digits.</summary>
    public const int LongestNumber = 15;

    // What stands before an address of IPv4 that is written as IPv6 (RFC 4291, 2.5.5.2).
    private const int MappedBits = 96;

    public AllowListed Look(OtpGuardedAction action)
    {
        var limits = options.Get(action.Key.Campaign).Limits;
        return limits.NeverAllow.Any(item => Fits(item, action)) ? AllowListed.Never
            : limits.AlwaysAllow.Any(item => Fits(item, action)) ? AllowListed.Always
            : AllowListed.No;
    }

    /// <summary>What an action that is never allowed is refused by.</summary>
    public OtpLimitKind RefusedBy(OtpGuardedAction action)
    {
        var item = options.Get(action.Key.Campaign).Limits.NeverAllow.First(item => Fits(item, action));
        return IsCountry(item) ? OtpLimitKind.Country
            : !IsNumber(item) ? OtpLimitKind.Address
            : DigitsOf(item) == action.Digits ? OtpLimitKind.Number
            : OtpLimitKind.Prefix;
    }

    /// <summary>Whether a text can be an item of a list.</summary>
    public static bool IsItem(string item) => IsNumber(item) || IsCountry(item) || NetworkOf(item) is not null;

    /// <summary>Whether a campaign's lists name numbers, so that a number must be known before the lists can say anything.</summary>
    public bool NameNumbers(string campaign) =>
        options.Get(campaign).Limits is var limits && (limits.NeverAllow.Any(IsNumber) || limits.AlwaysAllow.Any(IsNumber));

    private static bool Fits(string item, OtpGuardedAction action)
    {
        if (IsNumber(item))
        {
            return action.Digits?.StartsWith(DigitsOf(item), StringComparison.Ordinal) == true;
        }

        if (IsCountry(item))
        {
            return (action.Country ?? action.Sent?.Country) == item;
        }

        return action.Address is { } address && NetworkOf(item)?.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) == true;
    }

    private static bool IsNumber(string item) =>
        item.StartsWith('+') && DigitsOf(item) is { Length: > 0 and <= LongestNumber } digits && digits.All(char.IsAsciiDigit);

    private static bool IsCountry(string item) => item.Length == 2 && item.All(char.IsAsciiLetterUpper);

    private static string DigitsOf(string item) => item[1..].Replace(" ", "", StringComparison.Ordinal);

    // A number without its + would be an address, too: 964770 is 0.14.184.114.
    private static IPNetwork? NetworkOf(string item) =>
        !item.Contains(':') && item.Count(letter => letter == '.') != 3 ? null
        : IPNetwork.TryParse(item, out var network) ? Unmapped(network.BaseAddress, network.PrefixLength)
        : IPAddress.TryParse(item, out var address) ? Unmapped(address, address.GetAddressBytes().Length * 8)
        : null;

    // Some write an address of IPv4 as IPv6: ::ffff:203.0.113.7.
    private static IPNetwork Unmapped(IPAddress address, int length) =>
        address.IsIPv4MappedToIPv6 && length >= MappedBits ? new(address.MapToIPv4(), length - MappedBits) : new(address, length);
}
