using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

public sealed class OtpLimitsTests
{
    private static readonly OtpLimits Limits = new Offer18OtpOptions().NumberLimits();

    [Fact]
    public void The_ladder_of_locks_is_that_of_NIST() => Assert.Equal(
        [(5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 960), (11, 1920), (12, 3600), (100, 24 * 3600)],
        Limits.LockSteps().Select(step => (step.Failures, step.Wait.TotalSeconds)));

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 30)]
    [InlineData(6, 60)]
    [InlineData(12, 3600)]
    [InlineData(99, 3600)]
    [InlineData(100, 86400)]
    [InlineData(101, 86400)]
    public void A_number_is_locked_by_its_last_step(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Limits.LockAfter(failures));

    [Theory]
    [InlineData(7, "5:30 6:60 7:86400")]
    [InlineData(5, "5:86400")]
    [InlineData(3, "5:86400")]
    public void However_few_failures_lock_for_a_day_the_ladder_begins_at_the_limit_of_attempts(int maxFailures, string ladder) =>
        Assert.Equal(
            ladder,
            string.Join(' ', (Limits with { LockOut = new() { MaxFailures = maxFailures } }).LockSteps()
                .Select(step => $"{step.Failures}:{step.Wait.TotalSeconds}")));

    [Theory]
    [InlineData(0, 0, false, 5)]
    [InlineData(2, 1, false, 3)]
    [InlineData(1, 4, false, 1)]
    [InlineData(0, 7, false, 1)]
    [InlineData(5, 7, false, 0)]
    [InlineData(0, 5, true, 0)]
    public void Attempts_remain_by_what_the_challenge_and_its_number_have_left(int checks, int failures, bool isLocked, int remaining) =>
        Assert.Equal(remaining, Limits.AttemptsRemaining(checks, failures, isLocked));

    [Theory]
    [InlineData(0, true, 1)]
    [InlineData(1, true, 0)]
    [InlineData(0, false, 0)]
    public void A_locked_number_s_older_challenge_has_one_check(int checks, bool isOlder, int remaining) =>
        Assert.Equal(remaining, Limits.AttemptsRemaining(checks, 5, isLocked: true, isOlder));
}
