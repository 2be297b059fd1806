using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Offer18.Otp.Simulator;
using Offer18.Otp.Simulator.Inbox;
using Offer18.Otp.Simulator.Wire;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds the simulator to a site's services. The host does not start in an environment named <c>Production</c> unless
/// <see cref="Offer18SimulatorOptions.AllowInProduction"/> is <see langword="true"/>.
/// </summary>
public static class Offer18SimulatorServiceCollectionExtensions
{
    /// <summary>
    /// Adds a simulator with the default options, for <c>MapOffer18Simulator</c>. Uses the site's
    /// <see cref="TimeProvider"/> if there is one.
    /// </summary>
    /// <param name="services">The site's services.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static IServiceCollection AddOffer18Simulator(this IServiceCollection services) =>
        services.AddOffer18Simulator(configure: null);

    /// <summary>
    /// Adds a simulator, for <c>MapOffer18Simulator</c>. Uses the site's <see cref="TimeProvider"/> if there is one.
    /// </summary>
    /// <param name="services">The site's services.</param>
    /// <param name="configure">Changes the options. The host does not start with impossible values.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static IServiceCollection AddOffer18Simulator(
        this IServiceCollection services, Action<Offer18SimulatorOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);

        var options = services.AddOptions<Offer18SimulatorOptions>().ValidateOnStart();

        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<Offer18SimulatorOptions>, Offer18SimulatorOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new Offer18Simulator(
            provider.GetRequiredService<IOptions<Offer18SimulatorOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));

        return services.AddParts();
    }

    /// <summary>
    /// Adds an existing simulator, so that a site can show the inbox of an <see cref="Offer18SimulatorServer"/>. It replaces one that was
    /// added before.
    /// </summary>
    /// <param name="services">The site's services.</param>
    /// <param name="simulator">The simulator to share. It keeps its own options and clock.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IServiceCollection AddOffer18Simulator(this IServiceCollection services, Offer18Simulator simulator)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(simulator);

        services.Replace(ServiceDescriptor.Singleton(simulator));

        return services.AddParts();
    }

    private static IServiceCollection AddParts(this IServiceCollection services)
    {
        services.AddLocalization();
        services.TryAddSingleton<SmsWriter>();
        services.TryAddSingleton<InboxPage>();
        services.AddHostedService<ProductionCheck>();

        return services;
    }
}
