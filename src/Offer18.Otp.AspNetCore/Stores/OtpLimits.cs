namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A campaign's limits. Each operation passes them to the store. The store counts, and the options set the limits.</summary>
public sealed record OtpLimits
{
    /// <summary>How long after the verification a store still gives a proof to the browser that got no answer: one minute.</summary>
    public static readonly TimeSpan ProofIsTakenWithin = TimeSpan.FromMinutes(1);

    private static readonly OtpLockOut DefaultLockOut = new();

    /// <summary>A code can be verified for this long.</summary>
    public required TimeSpan CodeLifetime { get; init; }

    /// <summary>The most checks of a challenge, and the most wrong codes in a row before the number is locked.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>After a send, no other code is sent to the same number for this long.</summary>
    public required TimeSpan ResendCooldown { get; init; }

    /// <summary>The most sends to one number within <see cref="SendWindow"/>.</summary>
    public required int MaxSends { get; init; }

    /// <summary>The window of <see cref="MaxSends"/>.</summary>
    public required TimeSpan SendWindow { get; init; }

    /// <summary>A send or an attempt without an end counts as lost after this long. This time is longer than the longest call.</summary>
    public required TimeSpan LeaseTime { get; init; }

    /// <summary>
    /// Whether the browser has proved the number before. The sends and wrong codes of such browsers are counted by themselves, together: what others
    /// do does not keep the number's owner out.
    /// </summary>
    public bool HasProvedNumber { get; init; }

    /// <summary>
    /// Whether a send is one that is kept for who is unlikely to attack the number. A lock does not refuse it, but for <see cref="OtpLockOut.Last"/>, and
    /// its code can be checked once during a lock: others' wrong codes do not keep the number's owner out.
    /// </summary>
    public bool PassesLock { get; init; }

    /// <summary>How long a number is locked after too many wrong codes.</summary>
    public OtpLockOut LockOut { get; init; } = DefaultLockOut;

    /// <summary>
    /// All locks as a table, for a store that counts in a script or in SQL. Take the last row whose <c>Failures</c> is at most the number's
    /// count of wrong codes in a row. Its <c>Wait</c> is the length of the lock. If there is no such row, the number is not locked.
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

        yield return new OtpLockStep(Math.Max(failures, LockOut.MaxFailures), LockOut.Last);
    }

    /// <summary>How long a number is locked after its last wrong code; zero if it is not locked.</summary>
    /// <param name="failures">The number's wrong codes in a row, the last one included.</param>
    public TimeSpan LockAfter(int failures) =>
        failures < MaxAttempts ? TimeSpan.Zero : LockSteps().LastOrDefault(step => step.Failures <= failures)?.Wait ?? TimeSpan.Zero;

    /// <summary>
    /// The same, with the checks that were refused since the last right code. They lock nothing before all together are
    /// <see cref="OtpLockOut.MaxFailures"/>, because an honest visitor is refused, too.
    /// </summary>
    /// <param name="failures">The number's wrong codes in a row, the last one included.</param>
    /// <param name="refusals">The number's checks that ended with <see cref="OtpAttemptOutcome.Refused"/> since the last right code.</param>
    public TimeSpan LockAfterChecks(int failures, int refusals) => LockAfter(failures + refusals >= LockOut.MaxFailures ? failures + refusals : failures);

    /// <summary>
    /// How many codes of a challenge can still be checked. While the number is locked it is 0. After a lock it is at most 1, because one more
    /// wrong code locks the number again. A challenge that passes locks, or was sent before the first of the wrong codes in a row keeps one check of its own, so
    /// that others' wrong codes do not keep out a visitor who holds the code. There are no more such checks than codes sent within one lifetime.
    /// </summary>
    /// <param name="checks">The checks of the challenge that count.</param>
    /// <param name="failures">The number's wrong codes in a row.</param>
    /// <param name="isLocked">Whether the number is locked now.</param>
    /// <param name="hasOwnCheck">
    /// Whether the challenge's code was sent before the first of the number's wrong codes in a row, or <see cref="PassesLock"/>.
    /// </param>
    public int AttemptsRemaining(int checks, int failures, bool isLocked, bool hasOwnCheck = false) =>
        isLocked ? (hasOwnCheck && checks == 0 ? 1 : 0) : Math.Max(0, Math.Min(MaxAttempts - checks, Math.Max(1, MaxAttempts - failures)));
}
