namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Keeps pending challenges, and counts sends and wrong codes per number. Every operation is atomic across all nodes of the site: of any
/// number of callers at once, one is granted an attempt. Every operation goes by the store's own clock. An operation that cannot be carried out
/// throws, and the flow then refuses: a limit that cannot be counted must not be passed.
/// </summary>
public interface IOtpRequestStore
{
    /// <summary>Asks to send a code. The store counts the send when it grants it.</summary>
    /// <param name="key">The browser's challenge. It is made where it does not exist.</param>
    /// <param name="digits">The number, E.164 without <c>+</c>. Null for the number of the challenge (a resend).</param>
    /// <param name="returnUrl">Where the visitor wants to go once verified. Null keeps what the challenge has.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? digits, string? returnUrl, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>Tells how a send ended.</summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="lease">The lease of the decision. One that the challenge no longer has changes nothing.</param>
    /// <param name="outcome">How the send ended.</param>
    /// <param name="requestId">Offer18's request id, where there is one.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The pending challenge; null when there is none, or none any more.</returns>
    ValueTask<OtpChallenge?> EndSendAsync(
        OtpChallengeKey key, OtpLease lease, OtpSendOutcome outcome, string? requestId, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>Asks to check a code. The store counts it as a wrong one when it grants the check, until the end says otherwise.</summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="codeDigest">A keyed digest of the code. By it the store knows a code that is tried again.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<OtpAttemptDecision> BeginAttemptAsync(
        OtpChallengeKey key, string codeDigest, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Tells how an attempt ended. A store that is also the site's <see cref="IVerifiedMsisdnStore"/> keeps the proof in the same step. It does
    /// so for a lease that the challenge no longer has, too: Offer18 has said yes.
    /// </summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="lease">The lease of the decision. One that the challenge no longer has changes nothing of the challenge.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="verified">The proof. Set when <see cref="OtpAttemptOutcome.Verified"/>.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The challenge; null when there is none, or none any more.</returns>
    ValueTask<OtpChallenge?> EndAttemptAsync(
        OtpChallengeKey key, OtpLease lease, OtpAttemptOutcome outcome, VerifiedMsisdn? verified, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>The challenge: pending, expired or verified. Null when there is none.</summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<OtpChallenge?> FindAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>Forgets the challenge. The counts of its number stay.</summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask RemoveAsync(OtpChallengeKey key, CancellationToken cancellationToken);
}
