using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// A challenge's keys in memory: digests of 128 bits, where the texts would take 200 bytes. They are no secret, and nobody can make two alike.
/// </summary>
/// <param name="Number">The number's, of all browsers.</param>
/// <param name="Browser">The browser's, of all numbers.</param>
internal readonly record struct MemoryKeys(UInt128 Number, UInt128 Browser)
{
    // A campaign's name and a digest, with room to spare.
    private const int OnStack = 256;

    public UInt128 Challenge => Number ^ Browser;

    public static MemoryKeys Of(OtpChallengeKey key) => new(OfNumber(key.Campaign, key.MsisdnDigest), OfBrowser(key.Campaign, key.Id));

    public static UInt128 OfNumber(string campaign, MsisdnDigest msisdnDigest) => Digest(campaign, 'n', msisdnDigest.Value);

    public static UInt128 OfBrowser(string campaign, string id) => Digest(campaign, 'b', id);

    /// <summary>The key of what is counted for the number. The browsers that have proved it have counts of their own.</summary>
    public static UInt128 OfCounts(UInt128 number, bool hasProved) => hasProved ? ~number : number;

    // A zero stands between the campaign and the rest.
    private static UInt128 Digest(string campaign, char kind, string name)
    {
        var length = campaign.Length + 2 + name.Length;
        var text = length <= OnStack ? stackalloc char[OnStack] : new char[length];
        campaign.CopyTo(text);
        text[campaign.Length] = '\0';
        text[campaign.Length + 1] = kind;
        name.CopyTo(text[(campaign.Length + 2)..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text[..length]), digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
