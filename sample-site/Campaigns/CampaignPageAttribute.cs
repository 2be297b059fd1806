namespace SampleSite.Campaigns;

/// <summary>Marks a page of a campaign: it has the campaign's look, and not the site's.</summary>
/// <param name="campaign">The campaign's name.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CampaignPageAttribute(string campaign) : Attribute
{
    public string Campaign => campaign;
}
