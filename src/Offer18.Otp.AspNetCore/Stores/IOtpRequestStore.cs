namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Keeps pending challenges, and counts sends and failures per number. Every operation is atomic, across all nodes of the
/// site, and goes by the store's own clock: of any number of concurrent callers one is granted an attempt. An operation that
/// cannot be carried out throws; the flow then refuses, because a limit that cannot be counted must not be passed.
/// </summary>
public interface IOtpRequestStore
{
    /// <summary>Asks to send a code, and counts it when granted.</summary>
    /// <param name="key">The browser's challenge, made anew where it does not exist.</param>
    /// <param name="msisdn">The number, or null for the number of the challenge (a resend).</param>
    /// <param name="returnUrl">Where the visitor wants to go once verified; null keeps what the challenge has.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? msisdn, string? returnUrl, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>Says how a send ended.</summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="lease">The decision's lease; an outlived one changes nothing.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="requestId">Offer18's request id, where there is one.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The pending challenge, or null when there is none (any more).</returns>
    ValueTask<OtpChallenge?> EndSendAsync(
        OtpChallengeKey key, string lease, OtpSendOutcome outcome, string? requestId, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>Asks to check a code, and counts it as a failure when granted, until its end says otherwise.</summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="codeDigest">A keyed digest of the code: tells a code that is tried again from another one.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<OtpAttemptDecision> BeginAttemptAsync(
        OtpChallengeKey key, string codeDigest, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Says how an attempt ended. A store that is the site's <see cref="IVerifiedMsisdnStore"/> as well keeps the proof along with it,
    /// even where the lease is outlived: Offer18 has said yes.
    /// </summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="lease">The decision's lease; an outlived one changes nothing.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="verified">What the challenge was verified as. Set when <see cref="OtpAttemptOutcome.Verified"/>.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The challenge, or null when there is none (any more).</returns>
    ValueTask<OtpChallenge?> EndAttemptAsync(
        OtpChallengeKey key, string lease, OtpAttemptOutcome outcome, VerifiedMsisdn? verified, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>The challenge, pending, expired or verified; null when there is none.</summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<OtpChallenge?> FindAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>Forgets the challenge. What was counted for its number stays.</summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask RemoveAsync(OtpChallengeKey key, CancellationToken cancellationToken);
}
