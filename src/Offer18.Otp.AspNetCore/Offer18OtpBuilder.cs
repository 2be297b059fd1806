using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Offer18.Otp.AspNetCore.Stores;

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

    /// <summary>
    /// Has a store of pending requests take the place of the one in memory, for all campaigns; a registration of the site's own wins.
    /// </summary>
    /// <param name="store">Makes the one store.</param>
    public Offer18OtpBuilder AddRequestStore(Func<IServiceProvider, IOtpRequestStore> store) =>
        AddInPlaceOf<IOtpRequestStore, MemoryOtpRequestStore>(store);

    /// <summary>Has a store of proofs take the place of the one in memory, for all campaigns; a registration of the site's own wins.</summary>
    /// <param name="store">Makes the one store.</param>
    public Offer18OtpBuilder AddVerifiedStore(Func<IServiceProvider, IVerifiedMsisdnStore> store) =>
        AddInPlaceOf<IVerifiedMsisdnStore, MemoryVerifiedMsisdnStore>(store);

    /// <summary>
    /// Keeps proofs in the site's <see cref="IDistributedCache"/> (SQL Server, PostgreSQL, ...), for all campaigns. What the cache loses closes
    /// the gate; revocations go by the nodes' clocks. Pending requests and limits stay in memory: they need operations that are
    /// atomic, and no distributed cache has them.
    /// </summary>
    public Offer18OtpBuilder AddDistributedCacheVerifiedStore() =>
        AddVerifiedStore(services => ActivatorUtilities.CreateInstance<DistributedCacheVerifiedMsisdnStore>(services));

    private Offer18OtpBuilder AddInPlaceOf<TStore, TDefault>(Func<IServiceProvider, TStore> store)
        where TStore : class
    {
        ArgumentNullException.ThrowIfNull(store);
        if (Services.FirstOrDefault(service => service.ImplementationType == typeof(TDefault)) is { } byDefault)
        {
            Services.Remove(byDefault);
            Services.AddSingleton(store);
        }

        return this;
    }
}
