using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>How many entries of each kind the stores in memory may hold: the most that a campaign allows.</summary>
internal sealed class MemoryRoom
{
    private readonly FullMemory _full;
    private Lazy<int> _maxEntries;
    private Func<int> _proofs = () => 0;

    public MemoryRoom(IOptionsMonitor<Offer18OtpOptions> options, IEnumerable<OtpCampaign> campaigns, FullMemory full)
    {
        _full = full;
        _maxEntries = Read();
        options.OnChange(_ => _maxEntries = Read());

        Lazy<int> Read() => new(() => campaigns.Select(campaign => options.Get(campaign.Name).Limits.MaxEntries).DefaultIfEmpty(OtpLimitOptions.DefaultMaxEntries).Max(), LazyThreadSafetyMode.PublicationOnly);
    }

    public int MaxEntries => _maxEntries.Value;

    /// <summary>How much the proofs and revocations in memory take.</summary>
    public int Proofs => _proofs();

    /// <summary>To be called by the store that has the proofs.</summary>
    public void Share(Func<int> proofs) => _proofs = proofs;

    /// <summary>What to throw if there is no room for another entry, and nothing that stands may go.</summary>
    public InvalidOperationException Full()
    {
        _full.Note();
        return new($"The store in memory is full: {MaxEntries} entries (Limits:MaxEntries), none of which may go.");
    }
}
