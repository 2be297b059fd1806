using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore;

/// <summary>What <c>AddOffer18Otp</c> returns: the place to add stores and handlers to a campaign.</summary>
public sealed class Offer18OtpBuilder
{
    internal Offer18OtpBuilder(IServiceCollection services, string campaign, IHttpClientBuilder httpClient)
    {
        Services = services;
        Campaign = campaign;
        HttpClient = httpClient;
    }

    /// <summary>The site's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The campaign's name; empty is the default campaign.</summary>
    public string Campaign { get; }

    /// <summary>
    /// Has texts of the site's own resources (<c>SiteTexts.resx</c>, <c>SiteTexts.de.resx</c> and so on) win over the package's, in
    /// all campaigns, key by key. A language that has each key of <c>localization/OtpText.resx</c>, <c>language</c>,
    /// <c>direction</c> and <c>plural</c> among them, is a new language.
    /// </summary>
    /// <typeparam name="TResource">The class beside the site's resources, as for <c>IStringLocalizer&lt;TResource&gt;</c>.</typeparam>
    public Offer18OtpBuilder AddTexts<TResource>()
    {
        Services.AddTransient<IStringLocalizer<OtpText>>(services => new OtpSiteText(
            services.GetRequiredService<IStringLocalizer<TResource>>(),
            new StringLocalizer<OtpText>(services.GetRequiredService<IStringLocalizerFactory>())));
        return this;
    }

    /// <summary>The HTTP client that calls Offer18 for this campaign. It logs nothing: its addresses carry the key.</summary>
    public IHttpClientBuilder HttpClient { get; }
}
