using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>The campaigns and operators whose breaker is open.</summary>
internal sealed class OpenBreakers(OtpMeter meter, TimeProvider timeProvider, ILogger<OpenBreakers> logger)
{
    private readonly ConcurrentDictionary<OtpRoute, DateTimeOffset> _until = [];

    /// <summary>What has an open breaker, each with the time from which one trial call is let through.</summary>
    public IReadOnlyDictionary<OtpRoute, DateTimeOffset> Until => _until;

    public void Opened(OtpRoute route, TimeSpan duration)
    {
        _until[route] = timeProvider.GetUtcNow() + duration;
        meter.BreakerOpened(route);
        logger.BreakerOpened(duration.TotalSeconds, route.Campaign, route.Operator ?? "");
    }

    public void Closed(OtpRoute route)
    {
        _until.TryRemove(route, out _);
        logger.BreakerClosed(route.Campaign, route.Operator ?? "");
    }
}
