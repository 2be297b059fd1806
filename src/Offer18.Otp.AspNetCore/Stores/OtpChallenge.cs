namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A challenge as it is at one moment, by the store's clock (UTC).</summary>
public sealed record OtpChallenge
{
    /// <summary>The number that the code was sent to: E.164 without <c>+</c>.</summary>
    public required string Digits { get; init; }

    /// <summary>Offer18's request id, if the partner gave one.</summary>
    public string? RequestId { get; init; }

    /// <summary>Where the visitor wants to go once verified; a local URL.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>What the campaign keeps with the challenge; null if it keeps nothing.</summary>
    public OtpCampaignContext? Context { get; init; }

    /// <summary>From this time on the code can no longer be verified.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>From this time on the next code may be sent to this number.</summary>
    public required DateTimeOffset ResendAt { get; init; }

    /// <summary>How many codes can still be checked.</summary>
    public required int AttemptsRemaining { get; init; }

    /// <summary>Whether nobody knows if the last code was sent: its answer was lost, or it is being sent and there was none before.</summary>
    public bool IsSendUncertain { get; init; }

    /// <summary>What is known of the last check: whether somebody may have been subscribed by it. A visitor who cancels is told that nothing was started only if it is <see cref="OtpCheckProgress.None"/>.</summary>
    public OtpCheckProgress LastCheck { get; init; }

    /// <summary>
    /// The proof that the challenge led to; null until it is verified. It shows that the challenge is finished. A browser gets it by
    /// <see cref="IOtpRequestStore.TakeProofAsync"/>.
    /// </summary>
    public VerifiedMsisdn? Verified { get; init; }

    /// <summary>Whether a code of this challenge can still be checked.</summary>
    /// <param name="now">The time, UTC.</param>
    internal bool IsUsable(DateTimeOffset now) => Verified is null && AttemptsRemaining > 0 && ExpiresAt > now;

    /// <summary>The type's name. A record's own text would show the number and the request id.</summary>
    public override string ToString() => nameof(OtpChallenge);
}
