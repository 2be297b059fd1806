using Offer18.Otp.AspNetCore;
using Offer18.Otp.AspNetCore.Stores;

namespace SampleSite.Desk;

/// <summary>A store whose counts and locks can be thrown away: somebody who tries errors out is soon locked out himself. Not for a real site.</summary>
internal sealed class ResettableRequestStore(Func<IOtpRequestStore> create, TimeProvider clock) : IOtpRequestStore
{
    private volatile IOtpRequestStore _store = create();

    /// <summary>When it was reset last; null if it never was.</summary>
    public DateTimeOffset? ResetAt { get; private set; }

    public void Reset()
    {
        _store = create();
        ResetAt = clock.GetUtcNow();
    }

    public ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? digits, string? returnUrl, OtpLimits limits, CancellationToken cancellationToken) =>
        _store.BeginSendAsync(key, digits, returnUrl, limits, cancellationToken);

    public ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? digits, string? returnUrl, OtpCampaignContext? context, OtpLimits limits, CancellationToken cancellationToken) =>
        _store.BeginSendAsync(key, digits, returnUrl, context, limits, cancellationToken);

    public ValueTask<OtpChallenge?> EndSendAsync(
        OtpChallengeKey key, OtpLease lease, OtpSendResult result, OtpLimits limits, CancellationToken cancellationToken) =>
        _store.EndSendAsync(key, lease, result, limits, cancellationToken);

    public ValueTask<OtpAttemptDecision> BeginAttemptAsync(
        OtpChallengeKey key, string codeDigest, OtpLimits limits, CancellationToken cancellationToken) =>
        _store.BeginAttemptAsync(key, codeDigest, limits, cancellationToken);

    public ValueTask<OtpChallenge?> EndAttemptAsync(
        OtpChallengeKey key, OtpLease lease, OtpAttemptOutcome outcome, VerifiedMsisdn? verified, OtpLimits limits, CancellationToken cancellationToken) =>
        _store.EndAttemptAsync(key, lease, outcome, verified, limits, cancellationToken);

    public ValueTask<OtpChallenge?> FindAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken) =>
        _store.FindAsync(key, limits, cancellationToken);

    public ValueTask<VerifiedMsisdn?> TakeProofAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken) =>
        _store.TakeProofAsync(key, limits, cancellationToken);

    public ValueTask<IReadOnlyList<MsisdnDigest>> FindAskedAsync(string campaign, string id, CancellationToken cancellationToken) =>
        _store.FindAskedAsync(campaign, id, cancellationToken);

    public ValueTask LeaveAsync(OtpChallengeKey key, CancellationToken cancellationToken) => _store.LeaveAsync(key, cancellationToken);

    public ValueTask RemoveAsync(OtpChallengeKey key, CancellationToken cancellationToken) => _store.RemoveAsync(key, cancellationToken);

    public ValueTask<OtpNumberCounts?> FindNumberAsync(string campaign, MsisdnDigest msisdnDigest, OtpLimits limits, CancellationToken cancellationToken) =>
        _store.FindNumberAsync(campaign, msisdnDigest, limits, cancellationToken);

    public ValueTask ForgetNumberAsync(string campaign, MsisdnDigest msisdnDigest, CancellationToken cancellationToken) =>
        _store.ForgetNumberAsync(campaign, msisdnDigest, cancellationToken);
}
