using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>Tells from the calls that visitors have made whether Offer18 answers. It makes none itself: each would be an SMS.</summary>
internal sealed class OtpHealthCheck(OtpCircuits circuits, TimeProvider timeProvider) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var open = circuits.Open.ToArray();
        if (open.Length == 0)
        {
            return Task.FromResult(HealthCheckResult.Healthy("No circuit is open."));
        }

        // Only a visitor's call can close a circuit. A node that is taken out for being unhealthy gets none, and would stay
        // out for good: once the break is over it must be let in again.
        var now = timeProvider.GetUtcNow();
        var status = open.Any(circuit => circuit.Value > now) ? context.Registration.FailureStatus : HealthStatus.Degraded;
        return Task.FromResult(new HealthCheckResult(
            status,
            "Offer18 does not answer. Campaigns: " + string.Join(", ", open.Select(circuit => $"\"{circuit.Key}\"").Order(StringComparer.Ordinal)),
            data: open.ToDictionary(circuit => circuit.Key, object (circuit) => circuit.Value, StringComparer.Ordinal)));
    }
}
