using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>The campaigns whose breaker is open.</summary>
internal sealed class OpenBreakers(OtpMeter meter, TimeProvider timeProvider, ILogger<OpenBreakers> logger)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);

    /// <summary>The campaigns with an open breaker, each with the time from which one trial call is let through.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Until => _until;

    public void Opened(string campaign, TimeSpan duration)
    {
        _until[campaign] = timeProvider.GetUtcNow() + duration;
        meter.BreakerOpened(campaign);
        logger.BreakerOpened(duration.TotalSeconds, campaign);
    }

    public void Closed(string campaign)
    {
        _until.TryRemove(campaign, out _);
        logger.BreakerClosed(campaign);
    }
}
