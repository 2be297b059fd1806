using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Campaigns;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>
/// Knows beforehand that a campaign can send no code: it is paused, or its breaker is open. As a guard it refuses the send before anything is
/// counted. It refuses no check: a code that a visitor already has still works while the campaign is paused. While the breaker of one operator is
/// open, only codes to its numbers are refused.
/// </summary>
internal sealed class OtpOutages(IOptionsMonitor<Offer18OtpOptions> options, OpenBreakers breakers, TimeProvider timeProvider) : IOtpGuard
{
    /// <summary>Why the campaign sends no codes for now, whatever the number; null if some can be sent.</summary>
    public OtpOutage? Find(string campaign)
    {
        var settings = options.Get(campaign);
        IEnumerable<string?> operators = settings.Operators.Select(one => one.Name);
        return Find(campaign, settings, settings.OperatorsAreComplete ? operators : operators.Append(null));
    }

    public ValueTask<OtpRefusal?> TakeAsync(OtpGuardedAction action, CancellationToken cancellationToken) =>
        new(action.Kind == OtpGuardedKind.Send && Find(action) is { } outage
            ? new OtpRefusal(OtpErrorCodes.UpstreamUnavailable) { RetryAfter = outage.Until - timeProvider.GetUtcNow(), IsPaused = outage.IsPaused }
            : null);

    public ValueTask EndAsync(OtpGuardedAction action, OtpGuardedEnd end) => ValueTask.CompletedTask;

    // Whose number a resend is for is only known later. Its call is then answered by the breaker.
    private OtpOutage? Find(OtpGuardedAction action)
    {
        var settings = options.Get(action.Key.Campaign);
        return action.Digits is { } digits
            ? Find(action.Key.Campaign, settings, [OtpOperators.Find(settings, digits, action.Country)?.Name])
            : Find(action.Key.Campaign);
    }

    private OtpOutage? Find(string campaign, Offer18OtpOptions settings, IEnumerable<string?> operators)
    {
        if (settings.Paused)
        {
            return new(IsPaused: true);
        }

        var now = timeProvider.GetUtcNow();
        DateTimeOffset? first = null;
        foreach (var name in operators)
        {
            // After the break a visitor's call is let through, and its result closes the breaker. So that call must not be refused.
            if (!breakers.Until.TryGetValue(new(campaign, name), out var until) || until <= now)
            {
                return null;
            }

            first = first < until ? first : until;
        }

        return first is null ? null : new(IsPaused: false, first);
    }
}
