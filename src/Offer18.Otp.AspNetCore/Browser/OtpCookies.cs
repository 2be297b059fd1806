using System.Collections.Concurrent;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>
/// The cookies of all campaigns. A name that the site does not set contains a digest of the application's data-protection name, as the name
/// of the framework's antiforgery cookie does. So two sites on one host do not overwrite each other's cookie.
/// </summary>
internal sealed class OtpCookies(
    IDataProtectionProvider dataProtection, IOptions<DataProtectionOptions> application, IOptionsMonitor<Offer18OtpOptions> options)
{
    private readonly ConcurrentDictionary<string, OtpCookie> _cookies = [];

    public OtpCookie this[string campaign] => _cookies.GetOrAdd(campaign, static (campaign, self) => self.Create(campaign), this);

    private OtpCookie Create(string campaign)
    {
        var name = options.Get(campaign).CookieName ?? $"offer18-otp-{TextDigest.Sha256(application.Value.ApplicationDiscriminator ?? "", 8)}";
        return new OtpCookie(dataProtection, campaign, campaign.Length == 0 ? name : $"{name}.{campaign}");
    }
}
