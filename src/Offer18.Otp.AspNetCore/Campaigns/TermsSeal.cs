using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Campaigns;

/// <summary>Seals the terms that a page shows, and opens them when its form comes back. Nobody else can make such a value.</summary>
internal sealed class TermsSeal(IDataProtectionProvider dataProtection)
{
    // Of the largest body that is read, so that the rest of a form has room.
    private const int Longest = 12_000;

    private readonly CampaignProtectors _protectors = new(dataProtection, "Terms");

    /// <summary>The sealed terms; null if they are too long to come back with a form.</summary>
    public string? Seal(string campaign, TermsSnapshot terms)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(deflate, terms, TermsSnapshotJson.Default.TermsSnapshot);
        }

        return _protectors[campaign].Seal(packed.ToArray()) is { Length: <= Longest } value ? value : null;
    }

    /// <summary>The terms that were shown to this browser; null if the value is none of ours, of another campaign or of another browser.</summary>
    public TermsSnapshot? Open(string campaign, string? value, string browser)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        try
        {
            using var packed = new MemoryStream(_protectors[campaign].Open(value));
            using var deflate = new DeflateStream(packed, CompressionMode.Decompress);
            return JsonSerializer.Deserialize(deflate, TermsSnapshotJson.Default.TermsSnapshot) is { } terms && terms.Browser == browser ? terms : null;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or JsonException or InvalidDataException)
        {
            return null;
        }
    }
}
