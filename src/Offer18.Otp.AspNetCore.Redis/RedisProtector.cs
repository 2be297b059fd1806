using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Offer18.Otp.AspNetCore.Stores;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// Protects the fields of challenges with the site's data protection, each bound to its field and its challenge: one that lies anywhere else
/// is none. One that cannot be read (the keys were lost, somebody wrote it) is as good as none, too: the visitor begins anew, and nothing opens.
/// </summary>
internal sealed class RedisProtector(IDataProtectionProvider provider)
{
    // Bytes.
    private const int PlaceLength = 16;

    public RedisValue Protect(OtpChallengeKey key, string field, string? text) =>
        text is null ? RedisValue.EmptyString : Protect(key, field, Encoding.UTF8.GetBytes(text));

    public RedisValue Protect(OtpChallengeKey key, string field, byte[] value) => Protector(key).Protect([.. Place(key, field), .. value]);

    public string? Unprotect(OtpChallengeKey key, string field, RedisResult value) =>
        UnprotectBytes(key, field, value) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public byte[]? UnprotectBytes(OtpChallengeKey key, string field, RedisResult value)
    {
        if (value.IsNull)
        {
            return null;
        }

        try
        {
            var bytes = Protector(key).Unprotect((byte[])value!);
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
        SHA256.HashData(Encoding.UTF8.GetBytes($"{field}\n{key.Campaign}\n{key.MsisdnDigest}\n{key.Id}")).AsSpan(0, PlaceLength);

    private IDataProtector Protector(OtpChallengeKey key) => provider.CreateProtector("Offer18.Otp", "Redis", "v1", key.Campaign);
}
