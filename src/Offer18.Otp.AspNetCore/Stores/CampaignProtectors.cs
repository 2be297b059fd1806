using System.Collections.Concurrent;
using Microsoft.AspNetCore.DataProtection;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// The site's data protection for one purpose, by campaign: what is protected for one campaign cannot be read for another. To make a protector costs as
/// much as to use it, so each is made once.
/// </summary>
/// <param name="provider">The site's keys.</param>
/// <param name="purpose">What is protected. It never changes.</param>
internal sealed class CampaignProtectors(IDataProtectionProvider provider, string purpose)
{
    private readonly ConcurrentDictionary<string, IDataProtector> _protectors = [];

    public IDataProtector this[string campaign] => _protectors.GetOrAdd(
        campaign, static (campaign, of) => of.provider.CreateProtector("Offer18.Otp", of.purpose, "v1", campaign), (provider, purpose));
}
