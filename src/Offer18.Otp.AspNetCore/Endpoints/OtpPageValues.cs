namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>What a page gave to its component. An answer to the component's module needs it again.</summary>
/// <param name="Culture">The page's language; null if it named none.</param>
/// <param name="Page">The page that contains the component: path, query and fragment. A local URL, or null.</param>
/// <param name="ReturnUrl">Where a verified visitor goes. A local URL, or null.</param>
internal sealed record OtpPageValues(string? Culture, string? Page, string? ReturnUrl)
{
    public string? AlreadySubscribedUrl { get; init; }

    public string? SubmitText { get; init; }

    public string? VerifyText { get; init; }

    public string? DefaultCountry { get; init; }

    public OtpConsentSteps ConsentSteps { get; init; } = OtpConsentSteps.Both;
}
