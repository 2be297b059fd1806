namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>What is known of the last checks of a challenge in memory. Most challenges have had none.</summary>
internal sealed record MemoryCheck
{
    public MemoryLease? Attempt { get; init; }

    /// <summary>The digest of a code that is being checked, or whose check did not show whether it was right.</summary>
    public string? OpenCode { get; init; }

    /// <summary>The lease of the attempt that counted <see cref="OpenCode"/> as a failure.</summary>
    public OtpLease? CountedBy { get; init; }

    public VerifiedMsisdn? Verified { get; init; }

    /// <summary>Until when the proof can be taken.</summary>
    public DateTime TakeUntil { get; init; }

    /// <summary>Only the type's name, because a record's own text would show more.</summary>
    public override string ToString() => nameof(MemoryCheck);
}
