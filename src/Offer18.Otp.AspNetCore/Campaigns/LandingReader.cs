using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Campaigns;

/// <summary>Reads a page's address for <see cref="Offer18OtpOptions.LandingParameters"/>. Anybody can write such an address, so what is odd is left out.</summary>
internal sealed class LandingReader(ILogger<LandingReader> logger)
{
    /// <summary>The longest value, in characters.</summary>
    public const int LongestValue = 512;

    // Bytes of names and values. With the rest of what the browser holds, the cookie stays below the 4,096 bytes that browsers keep.
    private const int MostBytes = 1280;

    // What was said once for a name need not be said for each visitor.
    private readonly ConcurrentDictionary<(string Campaign, string Name), bool> _said = [];

    /// <summary>The parameters in a page's address by their names there; null if it has none.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="page">
    /// The page: path and query. Where it has none, the address that the gate was asked for is read, because that is where the visitor landed.
    /// </param>
    public IReadOnlyDictionary<string, string>? Read(string campaign, Offer18OtpOptions settings, string? page)
    {
        if (settings.LandingParameters.Count == 0 || QueryOf(page) is not { } query)
        {
            return null;
        }

        return FromQuery(campaign, settings, query)
            ?? (QueryHelpers.ParseQuery(query).TryGetValue("returnUrl", out var returnUrl) && QueryOf(returnUrl) is { } asked ? FromQuery(campaign, settings, asked) : null);
    }

    private Dictionary<string, string>? FromQuery(string campaign, Offer18OtpOptions settings, string query)
    {
        var values = QueryHelpers.ParseQuery(query);
        var landing = new Dictionary<string, string>(StringComparer.Ordinal);
        var bytes = 0;
        foreach (var name in settings.LandingParameters.Keys)
        {
            if (!values.TryGetValue(name, out var given) || given.FirstOrDefault(value => !string.IsNullOrWhiteSpace(value)) is not { } value || !IsText(value))
            {
                continue;
            }

            var size = SizeOf(name) + SizeOf(value);
            if (value.Length > LongestValue || bytes + size > MostBytes)
            {
                SayOnce(campaign, name);
            }
            else if (!Placeholder.Is(value))
            {
                bytes += size;
                landing[name] = value;
            }
        }

        return landing.Count > 0 ? landing : null;
    }

    // As the cookie has it.
    private static int SizeOf(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length;

    // A lone surrogate cannot be written as UTF-8.
    private static bool IsText(string value)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune == Rune.ReplacementChar || rune.Value is 0x2028 or 0x2029)
            {
                return false;
            }
        }

        return true;
    }

    private static string? QueryOf(string? address)
    {
        var begin = address?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        return begin < 0 ? null : address![begin..].Split('#', 2)[0];
    }

    private void SayOnce(string campaign, string name)
    {
        if (_said.TryAdd((campaign, name), true))
        {
            logger.LandingParameterTooLong(name, LongestValue, campaign);
        }
    }
}
