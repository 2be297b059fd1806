using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore;

/// <summary>A campaign that the site has added. Each one is registered as a service.</summary>
internal sealed partial record OtpCampaign(string Name)
{
    /// <summary>A name becomes part of cookie, policy and endpoint names without encoding, so few characters are allowed.</summary>
    public static void ThrowIfInvalid(string campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        if (campaign.Length > 0 && !IsName(campaign))
        {
            throw new ArgumentException(
                $"\"{campaign}\" is not a campaign name: use 1 to 64 letters (a-z, A-Z), digits, hyphens and underscores.", nameof(campaign));
        }
    }

    /// <summary>Whether it is a name. An operator's has the same characters, because it stands beside the campaign's.</summary>
    public static bool IsName(string? name) => name is not null && Valid().IsMatch(name);

    /// <summary>What a site has to change when it names a campaign that was not added.</summary>
    public static string HowToAdd(string campaign) => campaign.Length == 0
        ? "Call builder.Services.AddOffer18Otp(...), or name the campaign."
        : $"Call builder.Services.AddOffer18Otp(\"{campaign}\", ...), or correct the name.";

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}\\z")]
    private static partial Regex Valid();
}
