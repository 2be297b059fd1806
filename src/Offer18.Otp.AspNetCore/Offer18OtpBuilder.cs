using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;
using Offer18.Otp.AspNetCore.Events;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore;

/// <summary>Adds stores, texts and HTTP handlers to a campaign. <c>AddOffer18Otp</c> returns it.</summary>
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
    /// Lets the site's own resources (<c>SiteTexts.resx</c>, <c>SiteTexts.de.resx</c> and so on) replace the package's texts, in all
    /// campaigns. If the site has no text for a key, the package's text is used. A new language needs every key of
    /// <c>localization/OtpText.resx</c>, including <c>language</c>, <c>direction</c> and <c>plural</c>.
    /// </summary>
    /// <typeparam name="TResource">The class next to the site's resources, as for <c>IStringLocalizer&lt;TResource&gt;</c>.</typeparam>
    public Offer18OtpBuilder AddTexts<TResource>()
    {
        Services.AddTransient<IStringLocalizer<OtpText>>(services => new OtpSiteText(
            services.GetRequiredService<IStringLocalizer<TResource>>(),
            new StringLocalizer<OtpText>(services.GetRequiredService<IStringLocalizerFactory>())));
        return this;
    }

    /// <summary>Adds a class that handles what happens in all campaigns. Any number can be added; they are called in that order.</summary>
    /// <typeparam name="THandler">The class. Each call makes one, in a service scope of its own.</typeparam>
    public Offer18OtpBuilder AddEventHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
        where THandler : class, IOtpEventHandler
    {
        Services.TryAddScoped<THandler>();
        if (Services.All(service => service.ImplementationInstance is not OtpEventHandlerType added || added.Type != typeof(THandler)))
        {
            Services.AddSingleton(new OtpEventHandlerType(typeof(THandler)));
        }

        return this;
    }

    /// <summary>The HTTP client that calls Offer18 for this campaign. It logs nothing, because its addresses contain the key.</summary>
    public IHttpClientBuilder HttpClient { get; }

    /// <summary>
    /// Keeps challenges, and the sends and wrong codes of each number, in this store, for all campaigns. A later call wins over an earlier
    /// one, and a registration of the site's own wins over both.
    /// </summary>
    /// <param name="store">Makes the store. It is called once.</param>
    public Offer18OtpBuilder AddRequestStore(Func<IServiceProvider, IOtpRequestStore> store) =>
        Replace(store);

    /// <summary>
    /// Keeps proofs in this store, for all campaigns. A later call wins over an earlier one, and a registration of the site's own wins over both.
    /// </summary>
    /// <param name="store">Makes the store. It is called once.</param>
    public Offer18OtpBuilder AddVerifiedStore(Func<IServiceProvider, IVerifiedMsisdnStore> store) =>
        Replace(store);

    /// <summary>
    /// Keeps the counters of the limits in this store, for all campaigns. A later call wins over an earlier one, and a registration of the site's
    /// own wins over both.
    /// </summary>
    /// <param name="store">Makes the store. It is called once.</param>
    public Offer18OtpBuilder AddCounterStore(Func<IServiceProvider, IOtpCounterStore> store) =>
        Replace(store);

    /// <summary>
    /// Keeps proofs in the site's <see cref="IDistributedCache"/> (SQL Server, PostgreSQL, ...), for all campaigns. The later call for a
    /// store wins. If the cache loses an entry, the gate closes for the proofs that need it. Revocations use the nodes' clocks. Challenges
    /// and limits stay in their own store. They need atomic operations, and no distributed cache has these.
    /// </summary>
    public Offer18OtpBuilder AddDistributedCacheVerifiedStore() =>
        AddVerifiedStore(services => ActivatorUtilities.CreateInstance<DistributedCacheVerifiedMsisdnStore>(services));

    // The new registration replaces ours at the same index. At the end of the list it would win over the site's own registration.
    private Offer18OtpBuilder Replace<TStore>(Func<IServiceProvider, TStore> store)
        where TStore : class
    {
        ArgumentNullException.ThrowIfNull(store);
        if (Services.OfType<OtpStoreDescriptor>().FirstOrDefault(ours => ours.ServiceType == typeof(TStore)) is { } ours)
        {
            Services[Services.IndexOf(ours)] = new OtpStoreDescriptor(typeof(TStore), store);
        }

        return this;
    }
}
