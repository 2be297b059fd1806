namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Keeps proofs in this process. When the process ends, they are forgotten. A proof is paid for and a revocation must hold, so neither is refused, and
/// neither goes before its time. They take their room from the challenges: if they take it all, no code is sent.
/// </summary>
internal sealed class MemoryVerifiedMsisdnStore : IVerifiedMsisdnStore
{
    private readonly TimeProvider _timeProvider;
    private readonly MemoryTable<(string Campaign, string Id), MemoryProof> _proofs = new(() => int.MaxValue);
    private readonly MemoryTable<(string Campaign, string What), MemoryRevocation> _revocations = new(() => int.MaxValue);

    // Revocations of proofs that are not here. Each browser that comes back with a proof that is long over brings one, for 30 days, and hardly any will matter.
    private readonly MemoryTable<(string Campaign, string What), MemoryRevocation> _early;

    public MemoryVerifiedMsisdnStore(MemoryRoom room, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _early = new(() => room.MaxEntries, mayDrop: true);
        room.Share(() => _proofs.Count + _revocations.Count);
    }

    /// <summary>How many proofs and revocations are kept.</summary>
    internal int Count => _proofs.Count + _revocations.Count + _early.Count;

    private DateTime Now => _timeProvider.GetUtcNow().UtcDateTime;

    public ValueTask SetAsync(VerifiedMsisdn verified, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(verified);
        var key = (verified.Campaign, verified.Id.Value);
        lock (_proofs.LockOf(key))
        {
            var now = Now;
            var isRevoked = verified.Revoked || _proofs.Find(key, now)?.Proof.Revoked == true || IsRevoked(_early, verified, key.Value, now);
            _proofs.TryKeep(new(key) { Proof = verified with { Revoked = isRevoked } }, verified.ValidUntil.UtcDateTime, now);
        }

        return default;
    }

    public ValueTask<VerifiedMsisdn?> FindAsync(string campaign, OtpProofId id, CancellationToken cancellationToken)
    {
        var key = (campaign, id.Value);
        lock (_proofs.LockOf(key))
        {
            var now = Now;
            return new(_proofs.Find(key, now)?.Proof is { } proof
                ? IsRevoked(_revocations, proof, id.MsisdnDigest.Value, now) || IsRevoked(_revocations, proof, "", now) ? proof with { Revoked = true } : proof
                : null);
        }
    }

    public ValueTask RevokeAsync(string campaign, OtpProofId id, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        var key = (campaign, id.Value);
        lock (_proofs.LockOf(key))
        {
            var now = Now;
            if (_proofs.Find(key, now) is { } kept)
            {
                kept.Proof = kept.Proof with { Revoked = true };
            }
            else
            {
                _early.TryKeep(new(key) { At = now }, now + keepFor, now);
            }
        }

        return default;
    }

    public ValueTask RevokeAllAsync(string campaign, MsisdnDigest? msisdnDigest, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        var key = (campaign, msisdnDigest?.Value ?? "");
        lock (_revocations.LockOf(key))
        {
            var now = Now;
            _revocations.TryKeep(new(key) { At = now }, now + keepFor, now);
        }

        return default;
    }

    private static bool IsRevoked(MemoryTable<(string, string), MemoryRevocation> revocations, VerifiedMsisdn proof, string what, DateTime now) =>
        revocations.Find((proof.Campaign, what), now) is { } revocation && proof.VerifiedAt.UtcDateTime <= revocation.At;
}
