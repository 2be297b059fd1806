using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What the server knows about the visitor when the page is requested, and what follows from it.</summary>
/// <param name="State">How far the verification has come.</param>
/// <param name="Notice">What the page shows once after a form was posted.</param>
/// <param name="Now">The time of the request, UTC.</param>
internal sealed record OtpVisit(OtpState State, OtpNotice? Notice, DateTimeOffset Now)
{
    /// <summary>Why the campaign sends no codes for now; null if it does.</summary>
    public OtpOutage? Outage { get; init; }

    /// <summary>The country that the header says which the site has named; null if it says none.</summary>
    public string? CountryOfHeader { get; init; }

    /// <summary>The regions of the visitor's languages, the most wanted first.</summary>
    public IEnumerable<string> CountriesOfLanguages { get; init; } = [];

    /// <summary>Names the challenge's number in the code's form; null if there is none.</summary>
    public string? Tag { get; init; }

    /// <summary>Names the code that waits to be confirmed; null if none does.</summary>
    public string? CodeTag { get; init; }

    /// <summary>Names the number that the visitor has left; null if there is none.</summary>
    public string? LeftTag { get; init; }

    /// <summary>
    /// The step that the page shows. A verified visitor may be asked again: because a gate requires a new verification, or to use another
    /// number.
    /// </summary>
    public OtpStateKind Step => State.Kind == OtpStateKind.Verified && (Notice?.AskAgain == true || Error?.AsksForNumberAgain == true)
        ? OtpStateKind.None
        : State.Kind;

    /// <summary>How long the code can still be checked.</summary>
    public TimeSpan CodeLeft => State.ExpiresAt - Now ?? TimeSpan.Zero;

    /// <summary>How long until another code can be requested. Zero or negative if it can be requested now.</summary>
    public TimeSpan ResendIn => State.ResendAt - Now ?? TimeSpan.Zero;

    /// <summary>Whether no code can be checked any more. Then the page shows no field for a code.</summary>
    public bool IsOver => Step == OtpStateKind.Pending && (State.AttemptsRemaining == 0 || IsExpired);

    /// <summary>Whether the page asks the visitor to confirm the code that he has typed.</summary>
    public bool IsConfirmation => Step == OtpStateKind.Pending && State.AwaitsConfirmation && CodeTag is not null && !IsOver && !IsSubscribed;

    /// <summary>The error's row in the table; null if nothing went wrong.</summary>
    public OtpErrorRow? Error => Notice?.Code is { } code ? OtpErrorTable.Row(code) : null;

    /// <summary>
    /// The error whose text the visitor reads. If a new code is needed, this can be a different error. For example, after the last wrong
    /// code the page says "too many wrong codes".
    /// </summary>
    public OtpErrorRow? ErrorOnPage => NeedsNewCode && Error?.PageCodeOnRestart is { } code ? OtpErrorTable.Row(code) : Error;

    /// <summary>
    /// The outage, where the next step would need a code to be sent. The page then says so before the visitor types. Null if it does not.
    /// </summary>
    public OtpOutage? OutageOnPage => !IsSubscribed && (Step == OtpStateKind.None || IsOver) && Error?.Code != OtpErrorCodes.UpstreamUnavailable ? Outage : null;

    /// <summary>Whether the page asks for no number, because nothing can be done with one: the campaign is paused.</summary>
    public bool AsksForNoNumber => Step == OtpStateKind.None && Outage?.IsPaused == true;

    /// <summary>Whether the number already has the subscription. That is no fault: the page shows the way to the content, and nothing to type.</summary>
    public bool IsSubscribed => ErrorOnPage?.WayForward == OtpWayForward.Content;

    /// <summary>Whether the error says why no code can be checked any more. Then the page says it once.</summary>
    public bool IsErrorOfStep => IsOver && ErrorOnPage?.Code is OtpErrorCodes.OtpExpired or OtpErrorCodes.AttemptsExhausted;

    /// <summary>How long until the visitor can try again; null if the page does not show this.</summary>
    public TimeSpan? RetryIn => !IsOver && !IsWaitOfStep && Notice?.RetryAt - Now is { Ticks: > 0 } wait ? wait : null;

    /// <summary>
    /// What the browser keeps of the notice, so that the page says the same after a reload: what Offer18 said about the number, until the visitor
    /// does something, or the time is over. Whoever comes back on another day is asked anew. Null if the notice shows only once.
    /// </summary>
    /// <param name="time">How long it is kept.</param>
    public OtpNotice? LastingNotice(TimeSpan time) => Notice is { Code: OtpErrorCodes.AttemptsExhausted or OtpErrorCodes.AlreadySubscribed } notice && Step != OtpStateKind.Verified
        ? new OtpNotice(notice.Code) { AskAgain = notice.AskAgain, Restart = notice.Restart, LastsUntil = notice.LastsUntil ?? Now + time }
        : null;

    public bool IsConsentMissing => Field == OtpErrorField.Consent;

    /// <summary>Whether the number needs a country, and none was chosen.</summary>
    public bool IsCountryMissing => Notice?.Mistake == OtpMistake.Country;

    /// <summary>Whether what was typed, the number or the code, is marked as wrong.</summary>
    public bool IsTypedInvalid => !IsCountryMissing && Field is OtpErrorField.Number or OtpErrorField.Code;

    /// <summary>
    /// The elements that describe the field to a screen reader. An error about consent describes the consent box, not this field.
    /// </summary>
    public IReadOnlyList<OtpElement> TypedIsDescribedBy =>
        Error is null || IsConsentMissing || IsCountryMissing ? [OtpElement.Hint] : [OtpElement.Error, OtpElement.Hint];

    /// <summary>The element that an error's title links to.</summary>
    public OtpElement ErrorLeadsTo => Step switch
    {
        OtpStateKind.Pending => IsOver ? OtpElement.Again : IsConfirmation ? OtpElement.Check : OtpElement.Code,
        OtpStateKind.Verified => OtpElement.Continue,
        _ when AsksForNoNumber => OtpElement.Error,
        _ => IsConsentMissing ? OtpElement.Consent : IsCountryMissing ? OtpElement.Country : OtpElement.Number,
    };

    /// <summary>The key of the text that a screen reader reads when the step changes. Null if the step has no such text.</summary>
    public string? StatusText => Step switch
    {
        _ when IsSubscribed => "error.already_subscribed.detail",
        _ when IsErrorOfStep => null,
        _ when IsConfirmation => State.IsConfirmationUnanswered ? "confirm.unanswered" : "confirm.message",
        OtpStateKind.Pending when !IsOver => State.IsSendUncertain ? "code.uncertain" : Notice?.IsNewCode == true ? "code.resent" : "code.sent",
        OtpStateKind.Pending => IsExpired ? "code.expired" : "code.exhausted",
        OtpStateKind.Verified => "verified.message",
        OtpStateKind.None when Notice?.Cancelled == OtpCancellation.Certain => "confirm.cancelled",
        OtpStateKind.None when Notice?.Cancelled == OtpCancellation.Uncertain => "confirm.uncertain",
        _ => null,
    };

    /// <summary>
    /// The country that is chosen in the list, ISO 3166-1 alpha-2; null if the visitor must choose. What a visitor has chosen before counts, and
    /// then what the site says. A language counts least: many visitors read one of a country where they have no number.
    /// </summary>
    public string? CountryOf(Offer18OtpOptions options, OtpWishes wishes)
    {
        string?[] candidates = Notice?.Country is { } chosen
            ? [chosen]
            : [CountryOfHeader, wishes.DefaultCountry, options.DefaultCountry, .. CountriesOfLanguages];
        return candidates.FirstOrDefault(country => country is not null
            && (options.AllowedCountries.Contains(country) || options.AllowedCountries.Contains("*") && OtpCountry.Exists(country)));
    }

    // Another browser may have used up the number's attempts after the form was answered.
    private bool NeedsNewCode => IsOver && (Notice?.Restart == true || State.AttemptsRemaining == 0);

    // The line below the code's field counts the same wait down.
    private bool IsWaitOfStep => Step == OtpStateKind.Pending && Error?.Code == OtpErrorCodes.ResendTooSoon && ResendIn > TimeSpan.Zero;

    private bool IsExpired => CodeLeft <= TimeSpan.Zero;

    private OtpErrorField Field => ErrorOnPage?.Field ?? OtpErrorField.None;
}
