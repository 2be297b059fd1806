using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore;

/// <summary>A campaign that was added, one registration for each.</summary>
internal sealed partial record OtpCampaign(string Name)
{
    /// <summary>Names go into cookie, policy and endpoint names as they are.</summary>
    public static void ThrowIfInvalid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > 0 && !Valid().IsMatch(name))
        {
            throw new ArgumentException(
                $"\"{name}\" is no campaign name: take 1 to 64 of the letters a-z, A-Z, digits, hyphen and underscore.", nameof(name));
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}\\z")]
    private static partial Regex Valid();
}
