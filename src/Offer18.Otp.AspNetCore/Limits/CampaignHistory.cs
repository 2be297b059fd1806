using System.Collections.Concurrent;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>
/// What this node last heard of how many of a campaign's codes are verified. The store counts it for all nodes; each send brings it along.
/// </summary>
internal sealed class CampaignHistory
{
    // As if a campaign began with so many codes, verified as rarely as of an honest campaign. Their weight is soon nothing.
    private const double EarlierSends = 40;
    private const double EarlierShare = 0.35;

    // How much rarer than so far codes may be verified before it counts as an attack.
    private const double Slack = 0.6;

    private const int EstablishedFrom = 200;
    private const double KnownShare = 0.02;
    private const double KnownFromAtLeast = 20;

    // A campaign that has begun: its own countries have verified visitors.
    private const int BegunFrom = 10;
    private const double AnyVerified = 0.5;

    private readonly ConcurrentDictionary<string, (double Sends, double Verified)> _known = new(StringComparer.Ordinal);

    // A country's code, as the parser of numbers gives it: there are some 250.
    private readonly ConcurrentDictionary<(string Campaign, string Country), double> _countries = [];

    public void Learn(string campaign, OtpCount count) => _known[campaign] = (count.Taken, count.Successes);

    /// <summary>
    /// How many unverified codes one verified code makes up for: as many as it stands for in the campaign's history, and some. 2 to 5. For a
    /// country at most 3, because an attack on a country makes the campaign's history look worse than it is.
    /// </summary>
    public int WorthOfSuccess(string campaign, OtpLimitKind kind)
    {
        var (sends, verified) = _known.GetValueOrDefault(campaign);
        var share = (verified + (EarlierSends * EarlierShare)) / (sends + EarlierSends);
        return Math.Clamp((int)Math.Ceiling(1 / (Slack * share)), 2, kind == OtpLimitKind.Country ? 3 : 5);
    }

    /// <summary>
    /// From how many verified codes on a country is one of the campaign's own: any in a young campaign, and zero while it is too young for that.
    /// </summary>
    public double OwnCountryFrom(string campaign) => _known.GetValueOrDefault(campaign).Verified switch
    {
        >= EstablishedFrom and var verified => Math.Max(verified * KnownShare, KnownFromAtLeast),
        >= BegunFrom => AnyVerified,
        _ => 0,
    };

    public void LearnCountry(string campaign, string country, OtpCount count) => _countries[(campaign, country)] = count.Successes;

    /// <summary>Whether the country is none of the campaign's own, as far as this node has heard.</summary>
    public bool IsForeign(string campaign, string country) => _countries.GetValueOrDefault((campaign, country)) < OwnCountryFrom(campaign);
}
