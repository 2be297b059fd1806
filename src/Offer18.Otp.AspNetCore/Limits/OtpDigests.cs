using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>
/// Makes the keyed digests that name numbers and addresses in the stores' keys. There are so few of them that somebody could try them all, so
/// a digest needs a key. It is derived (HKDF, RFC 5869) from one of the campaign's <see cref="Offer18OtpOptions.DigestKeys"/>, or from the API key, the
/// one secret that all nodes of a campaign already share.
/// </summary>
internal sealed class OtpDigests(IOptionsMonitor<Offer18OtpOptions> options)
{
    // The key is derived once for each secret: two hashes would be most of the work of a digest.
    private readonly ConcurrentDictionary<(string Campaign, string Purpose, int Generation), (string Secret, byte[] Key)> _keys = [];

    /// <summary>How many keys a campaign has: the first writes, all are read.</summary>
    /// <param name="campaign">The campaign.</param>
    public int GenerationsOf(string campaign) => Math.Max(1, options.Get(campaign).DigestKeys.Count);

    /// <summary>The digest of a text, for one purpose.</summary>
    /// <param name="campaign">The campaign: the digests of two campaigns have nothing in common.</param>
    /// <param name="purpose">What the digest is for. It never changes.</param>
    /// <param name="text">ASCII.</param>
    /// <param name="length">How many bytes of the digest are used.</param>
    /// <param name="generation">Which of the campaign's keys: 0 is the one that writes.</param>
    public string Compute(string campaign, string purpose, string text, int length, int generation = 0) =>
        TextDigest.HmacSha256(KeyOf(campaign, purpose, generation), text, length);

    private byte[] KeyOf(string campaign, string purpose, int generation)
    {
        var settings = options.Get(campaign);
        var secret = generation < settings.DigestKeys.Count ? settings.DigestKeys[generation] : settings.ApiKey;
        if (!_keys.TryGetValue((campaign, purpose, generation), out var known) || known.Secret != secret)
        {
            _keys[(campaign, purpose, generation)] = known = (secret, HKDF.DeriveKey(
                HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), SHA256.HashSizeInBytes, salt: [], Encoding.UTF8.GetBytes($"{purpose} {campaign}")));
        }

        return known.Key;
    }
}
