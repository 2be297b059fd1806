namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Keeps challenges, and counts sends and wrong codes per number. Every operation is atomic across all nodes of the site. If many callers
/// ask at once, only one is granted an attempt. Every operation uses the store's own clock. An operation that cannot be carried out throws,
/// and the flow then refuses the request: a limit that cannot be counted must not be passed.
/// </summary>
public interface IOtpRequestStore
{
    /// <summary>
    /// Asks to send a code. The store counts the send when it grants it. If nobody tells how the send ended, then after its lease the
    /// challenge is pending, and nobody knows whether the code was sent.
    /// </summary>
    /// <param name="key">The browser's challenge. It is made if it does not exist.</param>
    /// <param name="digits">The number, E.164 without <c>+</c>. Null for the number of the challenge (a resend).</param>
    /// <param name="returnUrl">Where the visitor wants to go once verified. Null keeps the address that the challenge has.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? digits, string? returnUrl, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>The same, for a campaign that keeps something with the challenge.</summary>
    /// <param name="key">The browser's challenge. It is made if it does not exist.</param>
    /// <param name="digits">The number, E.164 without <c>+</c>. Null for the number of the challenge (a resend).</param>
    /// <param name="returnUrl">Where the visitor wants to go once verified. Null keeps the address that the challenge has.</param>
    /// <param name="context">What the campaign keeps (<see cref="OtpChallenge.Context"/>). Null keeps what the challenge has.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <remarks>
    /// By default a store keeps no context. Then the browser's cookie says the landing parameters and the operator, and no proof has a consent.
    /// </remarks>
    ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? digits, string? returnUrl, OtpCampaignContext? context, OtpLimits limits, CancellationToken cancellationToken) =>
        BeginSendAsync(key, digits, returnUrl, limits, cancellationToken);

    /// <summary>Tells how a send ended.</summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="lease">The lease of the decision. If the challenge no longer has this lease, nothing changes.</param>
    /// <param name="result">How the send ended.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The challenge; null if there is none, if it no longer has this lease, or if no code was ever sent for it.</returns>
    ValueTask<OtpChallenge?> EndSendAsync(
        OtpChallengeKey key, OtpLease lease, OtpSendResult result, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Asks to check a code. When the store grants the check, it counts the code as wrong. <see cref="EndAttemptAsync"/> may undo this.
    /// </summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="codeDigest">A keyed digest of the code. It tells the store whether the same code is tried again.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<OtpAttemptDecision> BeginAttemptAsync(
        OtpChallengeKey key, string codeDigest, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Tells how an attempt ended. A store that is also the site's <see cref="IVerifiedMsisdnStore"/> keeps the proof in the same step. It
    /// keeps the proof even if the challenge no longer has the lease, because Offer18 has said yes.
    /// </summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="lease">The lease of the decision. If the challenge no longer has this lease, the challenge does not change.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="verified">The proof. Set if the outcome is <see cref="OtpAttemptOutcome.Verified"/>.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The challenge; null if there is none, or if it no longer has this lease.</returns>
    ValueTask<OtpChallenge?> EndAttemptAsync(
        OtpChallengeKey key, OtpLease lease, OtpAttemptOutcome outcome, VerifiedMsisdn? verified, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>Finds the challenge: pending, expired or verified. Null if there is none.</summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<OtpChallenge?> FindAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the proof of a challenge whose right code the browser got no answer to. It can be taken once, and within a minute of the
    /// verification: a copy of what the browser held before must not lead to the proof later.
    /// </summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="limits">The campaign's limits.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The proof; null if the challenge has none, or if it is taken or too old.</returns>
    ValueTask<VerifiedMsisdn?> TakeProofAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the numbers for which a browser was last granted a code: at most two, the last one first. If the browser's request was cut off,
    /// the browser does not hold the number's digest. Empty if it has asked for none, or has left its number. The challenges may be gone.
    /// </summary>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="id">The <see cref="OtpChallengeKey.Id"/> of the browser's challenges.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<IReadOnlyList<MsisdnDigest>> FindAskedAsync(string campaign, string id, CancellationToken cancellationToken);

    /// <summary>
    /// The browser leaves its number: <see cref="FindAskedAsync"/> no longer finds it. The challenge stays, so that the browser can come
    /// back to it.
    /// </summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask LeaveAsync(OtpChallengeKey key, CancellationToken cancellationToken);

    /// <summary>Forgets the challenge, and that the browser asked for it. The counts of its number stay.</summary>
    /// <param name="key">The browser's challenge.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask RemoveAsync(OtpChallengeKey key, CancellationToken cancellationToken);

    /// <summary>
    /// What stands against a number. Only <see cref="IOtpLimits"/> asks for it, and a campaign with several <see cref="Offer18OtpOptions.DigestKeys"/>.
    /// </summary>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="msisdnDigest">The number's keyed digest.</param>
    /// <param name="limits">The campaign's limits. <see cref="OtpLimits.HasProvedNumber"/> says whose counts.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The counts; null if nothing stands against it.</returns>
    /// <exception cref="NotSupportedException">The store cannot say it. This is the default.</exception>
    ValueTask<OtpNumberCounts?> FindNumberAsync(string campaign, MsisdnDigest msisdnDigest, OtpLimits limits, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{GetType()} does not implement {nameof(IOtpRequestStore)}.{nameof(FindNumberAsync)}.");

    /// <summary>Forgets what stands against a number, of all browsers: sends, wrong codes and locks. Its challenges stay.</summary>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="msisdnDigest">The number's keyed digest.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="NotSupportedException">The store cannot do it. This is the default.</exception>
    ValueTask ForgetNumberAsync(string campaign, MsisdnDigest msisdnDigest, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{GetType()} does not implement {nameof(IOtpRequestStore)}.{nameof(ForgetNumberAsync)}.");
}
