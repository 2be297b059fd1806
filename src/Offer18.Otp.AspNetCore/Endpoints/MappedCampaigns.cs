using System.Collections.Concurrent;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>The campaigns whose endpoints and pages the site has mapped, and where.</summary>
internal sealed class MappedCampaigns
{
    private readonly ConcurrentDictionary<string, string> _prefixes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _pages = new(StringComparer.OrdinalIgnoreCase);
    private int _hasUnknown;

    /// <exception cref="InvalidOperationException">The campaign was mapped before.</exception>
    public void Add(string campaign, string prefix)
    {
        if (!_prefixes.TryAdd(campaign, prefix))
        {
            throw new InvalidOperationException(campaign.Length == 0
                ? $"MapOffer18Otp has already mapped the default campaign (below {_prefixes[campaign]}). Call it once. A named campaign is mapped with MapOffer18Otp(campaign, prefix)."
                : $"MapOffer18Otp has already mapped campaign \"{campaign}\" (below {_prefixes[campaign]}). Call it once for each campaign.");
        }
    }

    /// <exception cref="InvalidOperationException">Another campaign has its page at this address.</exception>
    public void AddPage(string campaign, string path)
    {
        if (!_pages.TryAdd(path, campaign))
        {
            throw new InvalidOperationException(
                $"MapOffer18OtpPage has already mapped a page at {path}. Give each campaign a VerificationPath of its own, and call MapOffer18OtpPage once for each.");
        }
    }

    /// <summary>Whether this is the first element that names a campaign that is not mapped. Anybody can send such names.</summary>
    public bool IsFirstUnknown() => Interlocked.Exchange(ref _hasUnknown, 1) == 0;

    /// <summary>The names of the campaigns that are mapped; the default one's is empty.</summary>
    public IEnumerable<string> Names => _prefixes.Keys;

    public bool Contains(string campaign) => _prefixes.ContainsKey(campaign);
}
