using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore;

/// <summary>The site's texts. If the site has no text for a key, the package's text is used.</summary>
internal sealed class OtpSiteText(IStringLocalizer site, IStringLocalizer package) : IStringLocalizer<OtpText>
{
    public LocalizedString this[string name] => site[name] is { ResourceNotFound: false } own ? own : package[name];

    public LocalizedString this[string name, params object[] arguments] =>
        site[name, arguments] is { ResourceNotFound: false } own ? own : package[name, arguments];

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
        site.GetAllStrings(includeParentCultures).UnionBy(package.GetAllStrings(includeParentCultures), text => text.Name);
}
