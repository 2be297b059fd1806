namespace Offer18.Otp.AspNetCore.Stores;

internal sealed record MemoryLease(OtpLease Id, DateTime Begun, DateTime Until)
{
    public static MemoryLease Begin(DateTime now, OtpLimits limits) => new(OtpLease.New(), now, now + limits.LeaseTime);
}
