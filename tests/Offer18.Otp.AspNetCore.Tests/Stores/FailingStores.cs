using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

/// <summary>Fails while it is told to, and is the store it wraps otherwise.</summary>
internal sealed class FailingRequestStore(IOtpRequestStore inner, StoreSwitch failing) : IOtpRequestStore
{
    public ValueTask<OtpSendDecision> BeginSendAsync(
        OtpChallengeKey key, string? digits, string? returnUrl, OtpLimits limits, CancellationToken cancellationToken) =>
        failing.Or("BeginSend", () => inner.BeginSendAsync(key, digits, returnUrl, limits, cancellationToken));

    public ValueTask<OtpChallenge?> EndSendAsync(
        OtpChallengeKey key, OtpLease lease, OtpSendResult result, OtpLimits limits, CancellationToken cancellationToken) =>
        failing.Or("EndSend", () => inner.EndSendAsync(key, lease, result, limits, cancellationToken));

    public ValueTask<OtpAttemptDecision> BeginAttemptAsync(
        OtpChallengeKey key, string codeDigest, OtpLimits limits, CancellationToken cancellationToken) =>
        failing.Or("BeginAttempt", () => inner.BeginAttemptAsync(key, codeDigest, limits, cancellationToken));

    public ValueTask<OtpChallenge?> EndAttemptAsync(
        OtpChallengeKey key, OtpLease lease, OtpAttemptOutcome outcome, VerifiedMsisdn? verified, OtpLimits limits, CancellationToken cancellationToken) =>
        failing.Or("EndAttempt", () => inner.EndAttemptAsync(key, lease, outcome, verified, limits, cancellationToken));

    public ValueTask<OtpChallenge?> FindAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken) =>
        failing.Or("Find", () => inner.FindAsync(key, limits, cancellationToken));

    public ValueTask<VerifiedMsisdn?> TakeProofAsync(OtpChallengeKey key, OtpLimits limits, CancellationToken cancellationToken) =>
        failing.Or("TakeProof", () => inner.TakeProofAsync(key, limits, cancellationToken));

    public ValueTask<IReadOnlyList<MsisdnDigest>> FindAskedAsync(string campaign, string id, CancellationToken cancellationToken) =>
        failing.Or("FindAsked", () => inner.FindAskedAsync(campaign, id, cancellationToken));

    public ValueTask LeaveAsync(OtpChallengeKey key, CancellationToken cancellationToken)
    {
        failing.ThrowIf("Leave");
        return inner.LeaveAsync(key, cancellationToken);
    }

    public ValueTask RemoveAsync(OtpChallengeKey key, CancellationToken cancellationToken)
    {
        failing.ThrowIf("Remove");
        return inner.RemoveAsync(key, cancellationToken);
    }
}

/// <summary>The same for proofs.</summary>
internal sealed class FailingVerifiedStore(IVerifiedMsisdnStore inner, StoreSwitch failing) : IVerifiedMsisdnStore
{
    public ValueTask SetAsync(VerifiedMsisdn verified, CancellationToken cancellationToken)
    {
        failing.ThrowIf("Set");
        return inner.SetAsync(verified, cancellationToken);
    }

    public ValueTask<VerifiedMsisdn?> FindAsync(string campaign, OtpProofId id, CancellationToken cancellationToken) =>
        failing.Or("FindProof", () => inner.FindAsync(campaign, id, cancellationToken));

    public ValueTask RevokeAsync(string campaign, OtpProofId id, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        failing.ThrowIf("Revoke");
        return inner.RevokeAsync(campaign, id, keepFor, cancellationToken);
    }

    public ValueTask RevokeAllAsync(string campaign, MsisdnDigest? msisdnDigest, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        failing.ThrowIf("RevokeAll");
        return inner.RevokeAllAsync(campaign, msisdnDigest, keepFor, cancellationToken);
    }
}

/// <summary>Says which operations fail right now, and which there were.</summary>
internal sealed class StoreSwitch
{
    public HashSet<string> Failing { get; } = [];

    /// <summary>Answers come later, as from another machine.</summary>
    public bool Late { get; set; }

    public List<string> Calls { get; } = [];

    public async ValueTask<T> Or<T>(string operation, Func<ValueTask<T>> call)
    {
        ThrowIf(operation);
        if (Late)
        {
            await Task.Yield();
        }

        return await call();
    }

    public void ThrowIf(string operation)
    {
        lock (Calls)
        {
            Calls.Add(operation);
        }

        if (Failing.Contains(operation))
        {
            throw new TimeoutException("The store's secret address does not answer.");
        }
    }
}
