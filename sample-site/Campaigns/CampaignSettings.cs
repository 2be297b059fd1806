using System.Reflection;
using Microsoft.AspNetCore.Components;
using Offer18.Otp.AspNetCore;

namespace SampleSite.Campaigns;

/// <summary>What this site adds to the settings of a campaign.</summary>
internal static class CampaignSettings
{
    private static readonly HashSet<string> Pages = typeof(CampaignSettings).Assembly.GetTypes()
        .SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Has a campaign that says nothing of an account at Offer18 use the site's own. Half an account is a mistake, and stays one.</summary>
    public static void UseAccountOf(this IConfigurationSection campaign, IConfigurationSection site)
    {
        if (SampleSimulator.Credentials.All(setting => campaign[setting] is null))
        {
            foreach (var setting in SampleSimulator.Credentials.Where(setting => site[setting] is not null))
            {
                campaign[setting] = site[setting];
            }
        }
    }

    /// <summary>Whether this site has a page where the campaign asks for the number. If not, it needs the finished one.</summary>
    public static bool HasPage(this IConfigurationSection campaign) =>
        campaign[nameof(Offer18OtpOptions.VerificationPath)] is { } path && Pages.Contains(path);
}
