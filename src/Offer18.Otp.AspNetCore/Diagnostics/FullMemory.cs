namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>Whether a store in memory has refused for want of room. Health checks show it.</summary>
internal sealed class FullMemory(TimeProvider timeProvider)
{
    // It ends by itself, as soon as something is over. Whoever asks then finds it empty only when somebody else has tried.
    private static readonly TimeSpan ShownFor = TimeSpan.FromMinutes(1);

    private long _refusedAt;

    /// <summary>When it last refused, if that is not long ago.</summary>
    public DateTimeOffset? RefusedAt =>
        new DateTimeOffset(Volatile.Read(ref _refusedAt), TimeSpan.Zero) is var at && at + ShownFor > timeProvider.GetUtcNow() ? at : null;

    public void Note() => Volatile.Write(ref _refusedAt, timeProvider.GetUtcNow().UtcTicks);
}
