using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Names numbers in keys of the stores without telling them: there are few enough numbers to try every one, so the digest has a
/// key (HKDF, RFC 5869), drawn from the one secret that all nodes of a campaign share already.
/// </summary>
internal sealed class MsisdnDigests(IOptionsMonitor<Offer18OtpOptions> options)
{
    private const int Length = 16;

    public MsisdnDigest Of(string campaign, string digits)
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
