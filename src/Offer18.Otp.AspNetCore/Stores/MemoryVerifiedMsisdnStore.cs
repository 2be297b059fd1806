using System.Collections.Concurrent;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Keeps proofs in this process; they are forgotten when it ends.</summary>
internal sealed class MemoryVerifiedMsisdnStore(TimeProvider timeProvider) : IVerifiedMsisdnStore
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Campaign, string Id), VerifiedMsisdn> _proofs = [];
    private long _nextSweep;

    public ValueTask SetAsync(VerifiedMsisdn verified, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(verified);
        _proofs[(verified.Campaign, verified.Id)] = verified;
        Sweep(timeProvider.GetUtcNow());
        return default;
    }

    public ValueTask<VerifiedMsisdn?> FindAsync(string campaign, string id, CancellationToken cancellationToken) =>
        new(_proofs.TryGetValue((campaign, id), out var proof) && proof.ValidUntil > timeProvider.GetUtcNow() ? proof : null);

    private void Sweep(DateTimeOffset now)
    {
        var due = Volatile.Read(ref _nextSweep);
        if (now.UtcTicks >= due && Interlocked.CompareExchange(ref _nextSweep, (now + SweepInterval).UtcTicks, due) == due)
        {
            foreach (var (key, _) in _proofs.Where(proof => proof.Value.ValidUntil <= now))
            {
                _proofs.TryRemove(key, out _);
            }
        }
    }
}
