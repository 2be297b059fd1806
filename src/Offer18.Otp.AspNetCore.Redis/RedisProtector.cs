using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Offer18.Otp.AspNetCore.Stores;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// Protects the fields of challenges with the site's data protection. Each value is bound to its challenge and its field. A value copied to
/// another key or field is treated as missing. A value that cannot be read is treated as missing, too: the keys were lost, or somebody else
/// wrote the value. Then the visitor begins again, and no gate opens.
/// </summary>
internal sealed class RedisProtector(IDataProtectionProvider provider)
{
    // Bytes.
    private const int PlaceLength = 16;

    private readonly ConcurrentDictionary<string, IDataProtector> _protectors = [];

    public RedisValue Protect(OtpChallengeKey key, string field, string? text) =>
        text is null ? RedisValue.Null : Protect(key, field, Encoding.UTF8.GetBytes(text));

    public RedisValue Protect(OtpChallengeKey key, string field, byte[] value) => Protector(key).Protect([.. Place(key, field), .. value]);

    public string? Unprotect(OtpChallengeKey key, string field, byte[]? value) =>
        UnprotectBytes(key, field, value) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public byte[]? UnprotectBytes(OtpChallengeKey key, string field, byte[]? value)
    {
        if (value is null)
        {
            return null;
        }

        try
        {
            var bytes = Protector(key).Unprotect(value);
            return bytes.Length >= PlaceLength && CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, PlaceLength), Place(key, field))
                ? bytes[PlaceLength..]
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // None of the parts has a line break.
    private static ReadOnlySpan<byte> Place(OtpChallengeKey key, string field) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{field}\n{key.Campaign}\n{key.MsisdnDigest.Value}\n{key.Id}")).AsSpan(0, PlaceLength);

    // To make one costs as much as to use it.
    private IDataProtector Protector(OtpChallengeKey key) =>
        _protectors.GetOrAdd(key.Campaign, static (campaign, provider) => provider.CreateProtector("Offer18.Otp", "Redis", "v1", campaign), provider);
}
