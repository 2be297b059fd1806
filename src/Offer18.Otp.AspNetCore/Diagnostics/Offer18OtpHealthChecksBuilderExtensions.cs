using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Offer18 to a site's health checks.</summary>
public static class Offer18OtpHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that is healthy while no circuit breaker of a campaign or an operator is open. It makes no call itself. It uses the results of the calls
    /// that this node made for visitors. While a breaker is open it reports <paramref name="failureStatus"/>. From the time when one call
    /// may try again, it reports degraded. Its data contains this time (UTC) for each campaign, and for each operator of a
    /// campaign, whose breaker is open.
    /// The data also contains each prefix and country to which no codes are sent for a while, with the time (UTC) since when. That does not
    /// change the status: the site works, and an attacker must not be able to make it look ill.
    /// While a store in memory refuses because it is full (<see cref="Offer18.Otp.AspNetCore.OtpLimitOptions.MaxEntries"/>), it reports degraded, and its
    /// data contains when that was last. While postbacks of this node are set aside, it reports degraded, and its data contains how many.
    /// </summary>
    /// <param name="builder">The site's health checks.</param>
    /// <param name="name">The check's name. Default <c>offer18-otp</c>.</param>
    /// <param name="failureStatus">
    /// The status for an open breaker. Default degraded. The health endpoint answers it with 200, so the node stays in rotation. Taking
    /// it out would help nobody, because Offer18 does not answer the site's other nodes either.
    /// </param>
    /// <param name="tags">Tags to select checks by.</param>
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
        services.TryAddSingleton<ClosedGuards>();
        services.TryAddSingleton<FullMemory>();
        services.TryAddSingleton<PostbackBacklog>();
        return services;
    }
}
