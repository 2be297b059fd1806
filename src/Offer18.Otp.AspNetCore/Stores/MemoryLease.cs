using System.Buffers.Text;
using System.Security.Cryptography;

namespace Offer18.Otp.AspNetCore.Stores;

internal sealed record MemoryLease(string Id, DateTimeOffset Begun, DateTimeOffset Until)
{
    public static MemoryLease Begin(DateTimeOffset now, OtpLimits limits) =>
        new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), now, now + limits.LeaseTime);
}
