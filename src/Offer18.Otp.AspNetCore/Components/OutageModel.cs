using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What the page says while no code can be sent.</summary>
internal sealed record OutageModel
{
    /// <summary>The name of the texts that the visitor reads.</summary>
    public required string TextName { get; init; }

    /// <summary>How long until the visitor can try again; null if unknown.</summary>
    public TimeSpan? RetryIn { get; init; }

    /// <summary>The address at which the visitor can look again; null if the page still has the form.</summary>
    public string? CheckAgainUrl { get; init; }

    public static OutageModel? Create(OtpVisit visit, OtpVerificationLinks links) => visit.OutageOnPage is not { } outage ? null : new()
    {
        TextName = outage.IsPaused ? OtpErrorText.Paused : OtpErrorText.Unreachable,
        RetryIn = outage.Until - visit.Now,
        CheckAgainUrl = visit.AsksForNoNumber ? links.PageAtTop : null,
    };
}
