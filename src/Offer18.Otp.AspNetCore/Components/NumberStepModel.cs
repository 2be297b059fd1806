using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What the number's form shows.</summary>
internal sealed record NumberStepModel
{
    public required OtpElementIds Ids { get; init; }

    public required string Action { get; init; }

    public string? ReturnUrl { get; init; }

    /// <summary>Whether a visitor who is already verified is asked for a number again.</summary>
    public bool IsAskedAgain { get; init; }

    /// <summary>The countries to choose from; empty if there is no choice.</summary>
    public required IReadOnlyList<OtpCountry> Countries { get; init; }

    /// <summary>The country that is selected, ISO 3166-1 alpha-2; null if the visitor must choose.</summary>
    public string? Country { get; init; }

    /// <summary>The calling code of <see cref="Country"/>, with <c>+</c>; null if there is none.</summary>
    public string? CallingCode => Countries.FirstOrDefault(country => country.Code == Country) is { } chosen ? $"+{chosen.CallingCode}" : null;

    /// <summary>What the visitor typed before, to correct it.</summary>
    public string? Typed { get; init; }

    public bool IsInvalid { get; init; }

    public bool IsCountryMissing { get; init; }

    /// <summary>The ids of the elements that describe the field to a screen reader (<c>aria-describedby</c>).</summary>
    public required string DescribedBy { get; init; }

    public bool RequiresConsent { get; init; }

    public bool IsConsentGiven { get; init; }

    public bool IsConsentMissing { get; init; }

    /// <summary>The ids of the elements that describe the box to a screen reader; null if there are none.</summary>
    public string? ConsentDescribedBy { get; init; }

    /// <summary>Where the visitor goes back to the code of a number that was left.</summary>
    public required string BackAction { get; init; }

    /// <summary>The number that was left, masked; null if there is none whose code can still be checked.</summary>
    public string? LeftMsisdn { get; init; }

    /// <summary>Names <see cref="LeftMsisdn"/> to the module.</summary>
    public string? LeftTag { get; init; }

    /// <summary>The button's text, if the page sets one.</summary>
    public string? SubmitText { get; init; }

    public static NumberStepModel Create(OtpVisit visit, OtpElementIds ids, OtpVerificationLinks links, Offer18OtpOptions options, OtpWishes wishes)
    {
        var countries = OtpCountry.List(options);
        var chosen = countries.Count > 0 ? visit.CountryOf(options, wishes) : null;
        OtpElement?[] consent = [visit.IsConsentMissing ? OtpElement.Error : null, wishes.HasTermsAt(OtpConsentSteps.Number) ? OtpElement.Terms : null];
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
            IsCountryMissing = visit.IsCountryMissing,
            DescribedBy = ids.For(visit.TypedIsDescribedBy),
            RequiresConsent = options.RequireConsent,
            IsConsentGiven = visit.Notice?.Consent == true,
            IsConsentMissing = visit.IsConsentMissing,
            ConsentDescribedBy = ids.For(consent.OfType<OtpElement>()) is { Length: > 0 } described ? described : null,
            BackAction = links.Reset,
            LeftMsisdn = visit.State.LeftMaskedMsisdn,
            LeftTag = visit.LeftTag,
            SubmitText = wishes.SubmitText,
        };
    }

    /// <summary>Only the type's name, because a record's own text would show the number.</summary>
    public override string ToString() => nameof(NumberStepModel);
}
