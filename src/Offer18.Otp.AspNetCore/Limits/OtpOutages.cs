using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>
/// Knows beforehand that a campaign can send no code: it is paused, or its breaker is open. As a guard it refuses the send before anything is
/// counted. It refuses no check: a code that a visitor already has still works while the campaign is paused.
/// </summary>
internal sealed class OtpOutages(IOptionsMonitor<Offer18OtpOptions> options, OpenBreakers breakers, TimeProvider timeProvider) : IOtpGuard
{
    /// <summary>Why the campaign sends no codes for now; null if it does.</summary>
    public OtpOutage? Find(string campaign)
    {
        if (options.Get(campaign).Paused)
        {
            return new(IsPaused: true);
        }

        // After the break a visitor's call is let through, and its result closes the breaker. So that call must not be refused.
        return breakers.Until.TryGetValue(campaign, out var until) && until > timeProvider.GetUtcNow() ? new(IsPaused: false, until) : null;
    }

    public ValueTask<OtpRefusal?> TakeAsync(OtpGuardedAction action, CancellationToken cancellationToken) =>
        new(action.Kind == OtpGuardedKind.Send && Find(action.Key.Campaign) is { } outage
            ? new OtpRefusal(OtpErrorCodes.UpstreamUnavailable) { RetryAfter = outage.Until - timeProvider.GetUtcNow(), IsPaused = outage.IsPaused }
            : null);

    public ValueTask EndAsync(OtpGuardedAction action, OtpGuardedEnd end) => ValueTask.CompletedTask;
}
