using Offer18.Otp.AspNetCore.Limits;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>What becomes known, while a step is done, of what it is about. Its events say so.</summary>
/// <param name="campaign">The campaign.</param>
internal sealed class StepSubject(string campaign)
{
    public string Campaign { get; } = campaign;

    /// <summary>The number: digits with the country code; null as long as it is not known.</summary>
    public string? Digits { get; set; }

    public OtpCampaignContext? Context { get; set; }

    /// <summary>Whether the number is for tests. Nobody is told of those.</summary>
    public bool IsTest { get; set; }

    /// <summary>What the limits were asked about; null if they were not.</summary>
    public OtpGuardedAction? Action { get; set; }
}
