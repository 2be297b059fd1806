using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>Which campaigns' circuits are open.</summary>
internal sealed class OtpCircuits(OtpMeter meter, TimeProvider timeProvider, ILogger<OtpCircuits> logger)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _open = new(StringComparer.Ordinal);

    /// <summary>The campaigns with an open circuit, each with the time from which a call is let through to try.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Open => _open;

    public void Opened(string campaign, TimeSpan duration)
    {
        _open[campaign] = timeProvider.GetUtcNow() + duration;
        meter.CircuitOpened(campaign);
        logger.CircuitOpened(duration.TotalSeconds, campaign);
    }

    public void Closed(string campaign)
    {
        _open.TryRemove(campaign, out _);
        logger.CircuitClosed(campaign);
    }
}
