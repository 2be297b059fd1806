using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// Protects values with the site's data protection, each for its campaign alone. One that cannot be read (the keys were lost,
/// somebody wrote it) is as good as none: the visitor begins anew, and nothing opens.
/// </summary>
internal sealed class RedisProtector(IDataProtectionProvider provider)
{
    public RedisValue Protect(string campaign, string? text) =>
        text is null ? RedisValue.EmptyString : Protector(campaign).Protect(Encoding.UTF8.GetBytes(text));

    public string? Unprotect(string campaign, RedisResult value)
    {
        if (value.IsNull)
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(Protector(campaign).Unprotect((byte[])value!));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string campaign) => provider.CreateProtector("Offer18.Otp", "Redis", "v1", campaign);
}
