namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A campaign's limits. Each operation hands them to the store: the store counts, the options decide.</summary>
public sealed record OtpLimits
{
    /// <summary>A code can be verified for this long.</summary>
    public required TimeSpan CodeLifetime { get; init; }

    /// <summary>The most checks of a challenge, and the most wrong codes in a row before the number is locked.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>After a send, no other goes to the same number for this long.</summary>
    public required TimeSpan ResendCooldown { get; init; }

    /// <summary>The most sends to one number within <see cref="SendWindow"/>.</summary>
    public required int MaxSends { get; init; }

    /// <summary>The window of <see cref="MaxSends"/>.</summary>
    public required TimeSpan SendWindow { get; init; }

    /// <summary>A send or an attempt without an end counts as lost after this long. It is longer than a call can take.</summary>
    public required TimeSpan LeaseTime { get; init; }

    /// <summary>How long a number is locked after too many wrong codes.</summary>
    public OtpLockOut LockOut { get; init; } = new();

    /// <summary>
    /// The ladder of locks as a table, for a store that counts in a script or in SQL: the last step that the failures have reached tells how
    /// long the number is locked. Before the first step it is not.
    /// </summary>
    public IEnumerable<OtpLockStep> LockSteps()
    {
        var (failures, wait) = (MaxAttempts, LockOut.Shortest);
        while (failures < LockOut.MaxFailures && wait < LockOut.Longest)
        {
            yield return new OtpLockStep(failures, wait);
            failures++;
            wait *= 2;
        }

        if (failures < LockOut.MaxFailures)
        {
            yield return new OtpLockStep(failures, LockOut.Longest);
        }

        yield return new OtpLockStep(Math.Max(failures, LockOut.MaxFailures), LockOut.Memory);
    }

    /// <summary>How long a number is locked after its last wrong code; zero when it is not.</summary>
    /// <param name="failures">The number's wrong codes in a row, the last one included.</param>
    public TimeSpan LockAfter(int failures) => LockSteps().LastOrDefault(step => step.Failures <= failures)?.Wait ?? TimeSpan.Zero;

    /// <summary>
    /// How many codes of a challenge can still be checked. None can while its number is locked. After a lock it is one, until the next
    /// lock.
    /// </summary>
    /// <param name="checks">The checks of the challenge that count.</param>
    /// <param name="failures">The number's wrong codes in a row.</param>
    /// <param name="isLocked">Whether the number is locked now.</param>
    public int AttemptsRemaining(int checks, int failures, bool isLocked) =>
        isLocked ? 0 : Math.Max(0, Math.Min(MaxAttempts - checks, Math.Max(1, MaxAttempts - failures)));
}
