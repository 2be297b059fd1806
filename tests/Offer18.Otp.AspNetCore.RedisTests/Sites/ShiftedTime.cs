namespace Offer18.Otp.AspNetCore.RedisTests.Sites;

/// <summary>The system's clock as a machine has it whose clock is wrong: it runs, and it is off.</summary>
internal sealed class ShiftedTime(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}
