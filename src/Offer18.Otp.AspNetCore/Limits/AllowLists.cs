using System.Net;
using Microsoft.Extensions.Options;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>Reads <see cref="OtpLimitOptions.AlwaysAllow"/> and <see cref="OtpLimitOptions.NeverAllow"/>.</summary>
internal sealed class AllowLists(IOptionsMonitor<Offer18OtpOptions> options)
{
    public AllowListed Look(OtpGuardedAction action)
    {
        var limits = options.Get(action.Key.Campaign).Limits;
        return limits.NeverAllow.Any(item => Fits(item, action)) ? AllowListed.Never
            : limits.AlwaysAllow.Any(item => Fits(item, action)) ? AllowListed.Always
            : AllowListed.No;
    }

    /// <summary>Whether a text can be an item of a list.</summary>
    public static bool IsItem(string item) => IsNumber(item) || IsCountry(item) || NetworkOf(item) is not null;

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
        item.StartsWith('+') && DigitsOf(item) is { Length: > 0 } digits && digits.All(char.IsAsciiDigit);

    private static bool IsCountry(string item) => item.Length == 2 && item.All(char.IsAsciiLetterUpper);

    private static string DigitsOf(string item) => item[1..].Replace(" ", "", StringComparison.Ordinal);

    private static IPNetwork? NetworkOf(string item) =>
        IPNetwork.TryParse(item, out var network) ? network
        : IPAddress.TryParse(item, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
