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
    public UInt128 Challenge => Number ^ Browser;

    public static MemoryKeys Of(OtpChallengeKey key) => new(OfNumber(key.Campaign, key.MsisdnDigest), OfBrowser(key.Campaign, key.Id));

    public static UInt128 OfNumber(string campaign, MsisdnDigest msisdnDigest) => Digest($"{campaign}\0n{msisdnDigest.Value}");

    public static UInt128 OfBrowser(string campaign, string id) => Digest($"{campaign}\0b{id}");

    /// <summary>The key of what is counted for the number. The browsers that have proved it have counts of their own.</summary>
    public static UInt128 OfCounts(UInt128 number, bool hasProved) => hasProved ? ~number : number;

    private static UInt128 Digest(string text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
