using System.Collections.Concurrent;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Keeps proofs in this process. When the process ends, they are forgotten.</summary>
internal sealed class MemoryVerifiedMsisdnStore(TimeProvider timeProvider) : IVerifiedMsisdnStore
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Campaign, OtpProofId Id), VerifiedMsisdn> _proofs = [];

    // What is revoked: a proof by its id, a number by its digest, a campaign by null.
    private readonly ConcurrentDictionary<(string Campaign, string? What), Revocation> _revocations = [];
    private long _nextSweep;

    /// <summary>How many proofs and revocations are kept.</summary>
    internal int Count => _proofs.Count + _revocations.Count;

    public ValueTask SetAsync(VerifiedMsisdn verified, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(verified);
        _proofs[(verified.Campaign, verified.Id)] = verified;
        Sweep(timeProvider.GetUtcNow());
        return default;
    }

    public ValueTask<VerifiedMsisdn?> FindAsync(string campaign, OtpProofId id, CancellationToken cancellationToken)
    {
        if (!_proofs.TryGetValue((campaign, id), out var proof) || proof.ValidUntil <= timeProvider.GetUtcNow())
        {
            return new((VerifiedMsisdn?)null);
        }

        return new(IsRevoked(proof, id.Value) || IsRevoked(proof, id.MsisdnDigest.Value) || IsRevoked(proof, null)
            ? proof with { Revoked = true }
            : proof);
    }

    public ValueTask RevokeAsync(string campaign, OtpProofId id, TimeSpan keepFor, CancellationToken cancellationToken) =>
        Revoke(campaign, id.Value, _proofs.TryGetValue((campaign, id), out var proof) ? proof.ValidUntil : timeProvider.GetUtcNow() + keepFor);

    public ValueTask RevokeAllAsync(string campaign, MsisdnDigest? msisdnDigest, TimeSpan keepFor, CancellationToken cancellationToken) =>
        Revoke(campaign, msisdnDigest?.Value, timeProvider.GetUtcNow() + keepFor);

    private ValueTask Revoke(string campaign, string? what, DateTimeOffset keepUntil)
    {
        var now = timeProvider.GetUtcNow();
        _revocations[(campaign, what)] = new Revocation(now, keepUntil);
        Sweep(now);
        return default;
    }

    private bool IsRevoked(VerifiedMsisdn proof, string? what) =>
        _revocations.TryGetValue((proof.Campaign, what), out var revocation) && proof.VerifiedAt <= revocation.At;

    private void Sweep(DateTimeOffset now)
    {
        var due = Volatile.Read(ref _nextSweep);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextSweep, (now + SweepInterval).UtcTicks, due) != due)
        {
            return;
        }

        foreach (var (key, _) in _proofs.Where(proof => proof.Value.ValidUntil <= now))
        {
            _proofs.TryRemove(key, out _);
        }

        foreach (var (key, _) in _revocations.Where(revocation => revocation.Value.KeepUntil <= now))
        {
            _revocations.TryRemove(key, out _);
        }
    }

    private sealed record Revocation(DateTimeOffset At, DateTimeOffset KeepUntil);
}
