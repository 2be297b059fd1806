using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore;

/// <summary>A campaign that was added, one registration for each.</summary>
internal sealed partial record OtpCampaign(string Name)
{
    /// <summary>Names go into cookie, policy and endpoint names as they are.</summary>
    public static void ThrowIfInvalid(string campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        if (campaign.Length > 0 && !Valid().IsMatch(campaign))
        {
            throw new ArgumentException(
                $"\"{campaign}\" is no campaign name: take 1 to 64 of the letters a-z, A-Z, digits, hyphen and underscore.", nameof(campaign));
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}\\z")]
    private static partial Regex Valid();
}
