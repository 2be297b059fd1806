using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Offer18 to a site's health checks.</summary>
public static class Offer18OtpHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that is healthy while no campaign's circuit breaker is open. It sends nothing: it goes by the calls that visitors
    /// have made from this node. While a breaker is open it reports <paramref name="failureStatus"/>, and degraded from the time on at
    /// which one call may try again. Its data holds that time for each campaign (UTC).
    /// </summary>
    /// <param name="builder">The site's health checks.</param>
    /// <param name="name">The check's name. Default <c>offer18-otp</c>.</param>
    /// <param name="failureStatus">
    /// What an open breaker is reported as. Default degraded, which the health endpoint answers with 200: Offer18 is just as dead to
    /// the site's other nodes, so that taking this one out of rotation helps nobody.
    /// </param>
    /// <param name="tags">To select checks by.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is null.</exception>
    public static IHealthChecksBuilder AddOffer18Otp(
        this IHealthChecksBuilder builder,
        string name = "offer18-otp",
        HealthStatus failureStatus = HealthStatus.Degraded,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOtpDiagnostics();
        return builder.AddCheck<OtpHealthCheck>(name, failureStatus, tags ?? []);
    }

    internal static IServiceCollection AddOtpDiagnostics(this IServiceCollection services)
    {
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton<OtpMeter>();
        services.TryAddSingleton<OtpSeenTexts>();
        services.TryAddSingleton<OpenBreakers>();
        return services;
    }
}
