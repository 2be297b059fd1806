using Microsoft.Extensions.Options;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>How many entries a store in memory may hold: the most that a campaign allows.</summary>
internal sealed class MemoryRoom(IOptionsMonitor<Offer18OtpOptions> options, IEnumerable<OtpCampaign> campaigns)
{
    public int MaxEntries => campaigns.Select(campaign => options.Get(campaign.Name).Limits.MaxEntries).DefaultIfEmpty(OtpLimitOptions.DefaultMaxEntries).Max();

    /// <exception cref="InvalidOperationException">There is no room for another entry, and nothing that stands may go.</exception>
    public void Check(int count)
    {
        if (count >= MaxEntries)
        {
            throw new InvalidOperationException($"The store in memory is full: {MaxEntries} entries (Limits:MaxEntries), none of which may go.");
        }
    }
}
