namespace Offer18.Otp.AspNetCore.Stores;

internal sealed record MemoryLease(OtpLease Id, DateTimeOffset Begun, DateTimeOffset Until)
{
    public static MemoryLease Begin(DateTimeOffset now, OtpLimits limits) => new(OtpLease.New(), now, now + limits.LeaseTime);
}
