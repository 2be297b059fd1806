using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>The form that asks for the number.</summary>
internal sealed record NumberStepModel
{
    public required OtpElementIds Ids { get; init; }

    public required string Action { get; init; }

    public string? ReturnUrl { get; init; }

    /// <summary>The visitor is verified and is asked all the same.</summary>
    public bool IsAskedAgain { get; init; }

    /// <summary>The countries to choose from; none where there is no choice.</summary>
    public required IReadOnlyList<OtpCountry> Countries { get; init; }

    /// <summary>The one that is chosen, ISO 3166-1 alpha-2; null where the visitor must choose.</summary>
    public string? Country { get; init; }

    /// <summary>What the visitor typed before, to correct it.</summary>
    public string? Typed { get; init; }

    public bool IsInvalid { get; init; }

    /// <summary>The ids of what a screen reader reads beside it.</summary>
    public required string DescribedBy { get; init; }

    public bool RequiresConsent { get; init; }

    public bool IsConsentGiven { get; init; }

    public bool IsConsentMissing { get; init; }

    /// <summary>The button's text, where the page prescribes one.</summary>
    public string? SubmitText { get; init; }

    public static NumberStepModel Create(OtpVisit visit, OtpElementIds ids, OtpVerificationLinks links, Offer18OtpOptions options, string? submitText)
    {
        var countries = OtpCountry.List(options);
        var chosen = visit.Notice?.Country ?? options.DefaultCountry;
        return new()
        {
            Ids = ids,
            Action = links.Generate,
            ReturnUrl = links.ReturnUrl,
            IsAskedAgain = visit.State.Kind == OtpStateKind.Verified,
            Countries = countries,
            Country = countries.FirstOrDefault(country => country.Code == chosen)?.Code,
            Typed = visit.Notice?.Typed,
            IsInvalid = visit.IsTypedInvalid,
            DescribedBy = ids.For(visit.TypedIsDescribedBy),
            RequiresConsent = options.RequireConsent,
            IsConsentGiven = visit.Notice?.Consent == true,
            IsConsentMissing = visit.IsConsentMissing,
            SubmitText = submitText,
        };
    }
}
