namespace Offer18.Otp.AspNetCore.RedisTests.Faults;

/// <summary>What happens to Redis.</summary>
public enum Fault
{
    Killed,
    Paused,
    Full,
    ReadOnly,
    FailedOver,
    Flushed,
    Slow,
    TooSlow,
    CutOff,
}
