using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>
/// Reports whether Offer18 answered the calls that were made for visitors. It makes no call itself, because each would be an SMS.
/// </summary>
internal sealed class OtpHealthCheck(
    OpenBreakers breakers, ClosedGuards guards, FullMemory memory, PostbackBacklog postbacks, IOptionsMonitor<Offer18OtpOptions> options, TimeProvider timeProvider) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Named as in the log. A campaign's name has no spaces.
        var data = guards.Found.ToDictionary(guard => $"{guard.Name} (campaign \"{guard.Campaign}\")", object (guard) => guard.Since, StringComparer.Ordinal);
        if (memory.RefusedAt is { } refusedAt)
        {
            data["the store in memory is full"] = refusedAt;
        }

        var hasSetAside = false;
        foreach (var (campaign, postback, count) in postbacks.SetAside)
        {
            data[$"postbacks of {postback} set aside (campaign \"{campaign}\")"] = count;
            hasSetAside = true;
        }

        var open = breakers.Until.Where(breaker => IsThere(breaker.Key)).ToArray();
        if (open.Length == 0)
        {
            // To take the node out would end the process, and with it what it remembers.
            return Task.FromResult(memory.RefusedAt is not null ? HealthCheckResult.Degraded("The store in memory is full (Limits:MaxEntries): codes are refused.", data: data)
                : hasSetAside ? HealthCheckResult.Degraded("Postbacks were set aside.", data: data)
                : HealthCheckResult.Healthy("No breaker is open.", data));
        }

        foreach (var (route, until) in open)
        {
            data[route.Operator is { } name ? $"operator {name} (campaign \"{route.Campaign}\")" : route.Campaign] = until;
        }

        // Only a visitor's call can close a breaker. A node that was taken out as unhealthy gets no calls, and would stay out for good. So
        // the node is reported as degraded once the break is over.
        var now = timeProvider.GetUtcNow();
        var status = open.Any(breaker => breaker.Value > now) ? context.Registration.FailureStatus : HealthStatus.Degraded;
        return Task.FromResult(new HealthCheckResult(
            status,
            "Offer18 does not answer. Campaigns: " + string.Join(", ", open.Select(breaker => NameOf(breaker.Key)).Order(StringComparer.Ordinal)),
            data: data));
    }

    private static string NameOf(OtpRoute route) => $"\"{route.Campaign}\"" + (route.Operator is { } name ? $" (operator \"{name}\")" : "");

    // No call closes the breaker of an operator that was taken out of the configuration.
    private bool IsThere(OtpRoute route) => route.Operator is null || options.Get(route.Campaign).FindOperator(route.Operator) is not null;
}
