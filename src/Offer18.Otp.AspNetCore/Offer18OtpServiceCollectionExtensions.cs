using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Campaigns;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Components;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Events;
using Offer18.Otp.AspNetCore.Gate;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the verification of mobile numbers through Offer18 to a site.</summary>
public static class Offer18OtpServiceCollectionExtensions
{
    /// <summary>Adds the default campaign and reads its options from a configuration section.</summary>
    /// <param name="services">The site's services. The site's own registrations win.</param>
    /// <param name="section">Usually <c>builder.Configuration.GetSection("Offer18Otp")</c>.</param>
    public static Offer18OtpBuilder AddOffer18Otp(this IServiceCollection services, IConfiguration section) =>
        services.AddOffer18Otp("", section);

    /// <summary>Adds the default campaign.</summary>
    /// <param name="services">The site's services. The site's own registrations win.</param>
    /// <param name="configure">Sets the options. The host does not start with missing or impossible values.</param>
    public static Offer18OtpBuilder AddOffer18Otp(this IServiceCollection services, Action<Offer18OtpOptions> configure) =>
        services.AddOffer18Otp("", configure);

    /// <summary>Adds a named campaign and reads its options from a configuration section.</summary>
    /// <param name="services">The site's services. The site's own registrations win.</param>
    /// <param name="campaign">Up to 64 letters (a-z, A-Z), digits, hyphens and underscores; empty is the default campaign.</param>
    /// <param name="section">The section with the campaign's options.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="campaign"/> is not a valid name, or differs from another campaign's only in upper and lower case.
    /// </exception>
    public static Offer18OtpBuilder AddOffer18Otp(this IServiceCollection services, string campaign, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        var builder = Add(services, campaign);
        services.AddOptions<Offer18OtpOptions>(campaign).Configure(options => OtpSettings.Read(options, section, campaign));
        services.AddSingleton<IOptionsChangeTokenSource<Offer18OtpOptions>>(new ConfigurationChangeTokenSource<Offer18OtpOptions>(campaign, section));
        return builder;
    }

    /// <summary>Adds a named campaign.</summary>
    /// <param name="services">The site's services. The site's own registrations win.</param>
    /// <param name="campaign">Up to 64 letters (a-z, A-Z), digits, hyphens and underscores; empty is the default campaign.</param>
    /// <param name="configure">Sets the options. The host does not start with missing or impossible values.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="campaign"/> is not a valid name, or differs from another campaign's only in upper and lower case.
    /// </exception>
    public static Offer18OtpBuilder AddOffer18Otp(
        this IServiceCollection services, string campaign, Action<Offer18OtpOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var builder = Add(services, campaign);
        services.AddOptions<Offer18OtpOptions>(campaign).Configure(configure);
        return builder;
    }

    private static Offer18OtpBuilder Add(IServiceCollection services, string campaign)
    {
        OtpCampaign.ThrowIfInvalid(campaign);
        if (services.All(service => service.ServiceType != typeof(OtpCampaign)))
        {
            AddShared(services);
        }

        // A cookie's name contains its campaign's name, and browsers and frameworks ignore case when they look up cookies.
        if (services.Select(service => service.ImplementationInstance).OfType<OtpCampaign>().FirstOrDefault(
            added => added.Name != campaign && added.Name.Equals(campaign, StringComparison.OrdinalIgnoreCase)) is { } alike)
        {
            throw new ArgumentException($"Campaign \"{campaign}\" differs from \"{alike.Name}\" only in upper and lower case.", nameof(campaign));
        }

        if (services.All(service => service.ImplementationInstance is not OtpCampaign added || added.Name != campaign))
        {
            services.AddCascadingValue(provider => OtpCascadingValue.Create(provider, campaign));
        }

        services.AddSingleton(new OtpCampaign(campaign));
        services.AddOptions<Offer18OtpOptions>(campaign).ValidateOnStart();
        return new Offer18OtpBuilder(services, campaign, services.AddOffer18HttpClient(campaign));
    }

    private static void AddShared(IServiceCollection services)
    {
        services.AddAntiforgery();
        services.AddAuthorization();
        services.AddDataProtection();
        services.AddHttpContextAccessor();
        services.AddLocalization();
        AddComponents(services);

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<Offer18OtpOptions>, Offer18OtpOptionsValidator>());
        services.TryAddSingleton<OptionsMonitor<Offer18ClientOptions>>();
        services.TryAddSingleton<IOptionsMonitor<Offer18ClientOptions>, CampaignClientOptions>();

        services.TryAddSingleton<IMsisdnParser, MsisdnParser>();
        services.TryAdd(new OtpStoreDescriptor(typeof(IOtpRequestStore), typeof(MemoryOtpRequestStore)));
        services.TryAdd(new OtpStoreDescriptor(typeof(IVerifiedMsisdnStore), typeof(MemoryVerifiedMsisdnStore)));
        services.TryAdd(new OtpStoreDescriptor(typeof(IOtpCounterStore), typeof(MemoryOtpCounterStore)));
        services.TryAddSingleton<MemoryRoom>();
        services.TryAddSingleton<OtpDigests>();
        services.TryAddSingleton<MsisdnDigests>();
        services.TryAddSingleton<TestNumbers>();
        // The site's own stores may be scoped. What has no state of its own needs no place in the scope.
        services.TryAddTransient<OtpStores>();
        services.TryAddSingleton<OtpOutages>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOtpGuard, OtpOutages>());
        services.TryAddSingleton<CampaignHistory>();
        services.TryAddSingleton<AllowLists>();
        services.TryAddSingleton<LimitRules>();
        services.TryAddSingleton<LimitJudge>();
        services.TryAddTransient<OlderCountReader>();
        services.TryAddScoped<IOtpLimits, OperatorLimits>();
        services.TryAddEnumerable(ServiceDescriptor.Transient<IOtpGuard, CountedLimits>());
        services.TryAddTransient<OtpGuards>();
        services.TryAddSingleton<LandingReader>();
        services.TryAddSingleton<TermsSeal>();
        services.TryAddSingleton<EventRaiser>();
        services.TryAddSingleton<PostbackClient>();
        services.TryAddSingleton<Postbacks>();
        services.TryAddSingleton<IOtpPostbacks>(provider => provider.GetRequiredService<Postbacks>());
        services.AddHostedService(provider => provider.GetRequiredService<Postbacks>());
        services.TryAddSingleton<StepEvents>();
        services.TryAddTransient<OtpUpstream>();
        services.TryAddTransient<MsisdnDigestFinder>();
        services.TryAddTransient<ProofKeeper>();
        services.TryAddTransient<OtpGenerator>();
        services.TryAddTransient<OtpVerifier>();
        services.TryAddTransient<ChallengeFinder>();
        services.TryAddTransient<OtpStateReader>();
        services.TryAddTransient<OtpResetter>();

        services.TryAddSingleton<MappedCampaigns>();
        services.TryAddSingleton<OtpViewQuery>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, MissingPageNote>());
        services.AddHostedService<OtpStartCheck>();
        services.TryAddSingleton<OtpCookies>();
        services.TryAddSingleton<OtpFormTokens>();
        services.TryAddSingleton<SchemeCheck>();
        services.TryAddSingleton<MiddlewareOrder>();
        services.AddSingleton<IStartupFilter>(provider => provider.GetRequiredService<MiddlewareOrder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, ReroutedEndpoints>());
        // Both are only asked by what describes a site's endpoints, such as OpenAPI. In a trimmed host that needs the metadata of our types.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApiDescriptionProvider, OtpDescriptionProvider>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApiDescriptionProvider, GateDescriptionProvider>());
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Add(OtpJson.Web));

        services.TryAddScoped<OwnRequest>();
        services.TryAddScoped<ConnectionGate>();
        services.TryAddScoped<IOtpProofs, OtpProofs>();
        services.TryAddEnumerable(ServiceDescriptor.Transient<IAuthorizationHandler, OtpVerifiedHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Scoped<CircuitHandler, OtpCircuitHandler>());
        services.Configure<HubOptions>(hubs => hubs.AddFilter<OtpHubFilter>());
        services.TryAddSingleton<OtpHubFilter>();
        services.TryAddSingleton<ConnectionTokens>();
        services.AddSingleton<MatcherPolicy>(provider => provider.GetRequiredService<ConnectionTokens>());
        services.Configure<OutputCacheOptions>(cache => cache.AddBasePolicy(new OtpOutputCachePolicy()));
        AddGatedPages(services);
        // Scrutor's Decorate by type looks for the constructor at run time, for each request, and when trimming has removed it.
        services.Decorate<IAuthorizationPolicyProvider>((site, provider) => new OtpPolicyProvider(site, provider.GetServices<OtpCampaign>()));
        services.Decorate<IAuthorizationMiddlewareResultHandler>((site, provider) => new OtpResultHandler(
            site,
            provider.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>(),
            provider.GetRequiredService<MiddlewareOrder>(),
            provider.GetRequiredService<OtpMeter>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<OtpResultHandler>>()));
    }

    // Whoever renders components makes one. A site may do so from its root services, for a mail, so it must not be scoped.
    private static void AddGatedPages(IServiceCollection services)
    {
        var key = typeof(GatedPages);
        if (services.LastOrDefault(service => service.ServiceType == typeof(IComponentActivator) && !service.IsKeyedService) is { } site)
        {
            services.Remove(site);
            services.Add(site switch
            {
                { ImplementationInstance: { } instance } => new ServiceDescriptor(typeof(IComponentActivator), key, instance),
                { ImplementationFactory: { } factory } => new ServiceDescriptor(typeof(IComponentActivator), key, (provider, _) => factory(provider), site.Lifetime),
                _ => new ServiceDescriptor(typeof(IComponentActivator), key, site.ImplementationType!, site.Lifetime),
            });
        }

        services.TryAddSingleton<GatedTypes>();
        services.AddTransient<IComponentActivator>(provider => new GatedPages(provider, provider.GetKeyedService<IComponentActivator>(key)));
    }

    // Our component is kept whole by its endpoint's annotation. A site with components of its own calls AddRazorComponents itself, and is warned
    // there when it is published trimmed.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The only component that this renders is our own, and all its members are kept.")]
    private static void AddComponents(IServiceCollection services) => services.AddRazorComponents();
}
