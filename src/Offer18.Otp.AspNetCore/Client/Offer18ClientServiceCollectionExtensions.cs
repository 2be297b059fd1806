using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="IOffer18OtpClient"/> without the rest of the package.</summary>
public static class Offer18ClientServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IOffer18OtpClient"/> without the rest of the package, for a site that builds its own flow. <c>AddOffer18Otp</c>
    /// already does this.
    /// </summary>
    /// <param name="services">The site's services.</param>
    /// <param name="configure">Sets the options. The host does not start with missing or impossible values.</param>
    /// <param name="campaign">The campaign whose requests use these options; empty is the default campaign.</param>
    /// <returns>The HTTP client's builder, so that the site can add its own handlers.</returns>
    public static IHttpClientBuilder AddOffer18OtpClient(
        this IServiceCollection services, Action<Offer18ClientOptions> configure, string campaign = "")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentNullException.ThrowIfNull(campaign);
        services.AddOptions<Offer18ClientOptions>(campaign).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<Offer18ClientOptions>, Offer18ClientOptionsValidator>());
        return services.AddOffer18HttpClient(campaign);
    }

    internal static IHttpClientBuilder AddOffer18HttpClient(this IServiceCollection services, string campaign)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOtpDiagnostics();
        services.TryAddSingleton<Offer18Breakers>();
        services.TryAddSingleton<WireTelemetry>();
        services.TryAddSingleton<IOffer18OtpClient, Offer18OtpClient>();
        return Offer18HttpClient.Add(services, campaign);
    }
}
