using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Makes the digests that name numbers in the stores' keys. There are so few numbers that somebody could try them all, so the digest needs
/// a key. That key is derived (HKDF, RFC 5869) from the API key, the one secret that all nodes of a campaign already share.
/// </summary>
internal sealed class MsisdnDigests(IOptionsMonitor<Offer18OtpOptions> options)
{
    private const int Length = 16;

    public MsisdnDigest Compute(string campaign, string digits)
    {
        Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(options.Get(campaign).ApiKey),
            key,
            salt: [],
            Encoding.UTF8.GetBytes($"Offer18.Otp msisdn digest v1 {campaign}"));
        return new(Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(digits)).AsSpan(0, Length)));
    }
}
