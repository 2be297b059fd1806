namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What a page asks of its component: the parameters that change what is shown.</summary>
internal sealed record OtpWishes
{
    /// <summary>The text of the button that asks for the code; null for our own.</summary>
    public string? SubmitText { get; init; }

    /// <summary>The text of the button that has the code checked; null for our own.</summary>
    public string? VerifyText { get; init; }

    /// <summary>The country that is chosen at first, ISO 3166-1 alpha-2; null if the page names none.</summary>
    public string? DefaultCountry { get; init; }

    /// <summary>The steps that show the page's terms; null if it has none.</summary>
    public OtpConsentSteps? Terms { get; init; }

    public bool HasTermsAt(OtpConsentSteps step) => Terms is { } steps && steps.HasFlag(step);
}
