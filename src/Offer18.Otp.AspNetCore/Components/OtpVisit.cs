using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What the server knows of the visitor as the page is asked for, and what follows from it.</summary>
/// <param name="State">How far the verification has come.</param>
/// <param name="Notice">What the answer to a form has to say, once.</param>
/// <param name="Now">When that was, UTC.</param>
internal sealed record OtpVisit(OtpState State, OtpNotice? Notice, DateTimeOffset Now)
{
    /// <summary>A verified visitor may be asked again: by a gate that wants a fresh verification, or to use another number.</summary>
    public OtpStateKind Step => State.Kind == OtpStateKind.Verified && (Notice?.AskAgain == true || Error?.AsksAgain == true)
        ? OtpStateKind.None
        : State.Kind;

    /// <summary>How long the code can still be checked.</summary>
    public TimeSpan CodeLeft => State.ExpiresAt - Now ?? TimeSpan.Zero;

    /// <summary>How long until another code can be asked for; not positive where it can.</summary>
    public TimeSpan ResendIn => State.ResendAt - Now ?? TimeSpan.Zero;

    /// <summary>No code can be checked any more: a field for one would be a trap.</summary>
    public bool IsOver => Step == OtpStateKind.Pending && (State.AttemptsRemaining == 0 || IsExpired);

    /// <summary>What is known of the error; null where nothing went wrong.</summary>
    public OtpErrorRow? Error => Notice?.Code is { } code ? OtpErrorTable.Row(code) : null;

    /// <summary>The error as the visitor reads it: after the last wrong code, that there were too many.</summary>
    public OtpErrorRow? ErrorOnPage => Notice?.Restart == true && IsOver && Error?.PageCodeOnRestart is { } code ? OtpErrorTable.Row(code) : Error;

    /// <summary>How long until what was refused can be tried again; null where the page says nothing of it.</summary>
    public TimeSpan? RetryIn => !IsOver && Notice?.RetryAt - Now is { Ticks: > 0 } wait ? wait : null;

    public bool IsConsentMissing => Field == OtpErrorField.Consent;

    /// <summary>Whether what was typed, the number or the code, is marked as wrong.</summary>
    public bool IsTypedInvalid => Field is OtpErrorField.Number or OtpErrorField.Code;

    /// <summary>What a screen reader reads beside what is typed. An error about consent belongs to its box.</summary>
    public IReadOnlyList<OtpElement> TypedIsDescribedBy =>
        Error is null || IsConsentMissing ? [OtpElement.Hint] : [OtpElement.Error, OtpElement.Hint];

    /// <summary>The element that an error's title leads to.</summary>
    public OtpElement ErrorLeadsTo => Step switch
    {
        OtpStateKind.Pending => IsOver ? OtpElement.Again : OtpElement.Code,
        OtpStateKind.Verified => OtpElement.Continue,
        _ => IsConsentMissing ? OtpElement.Consent : OtpElement.Number,
    };

    /// <summary>The text that is read out as the step changes; null where the step has none.</summary>
    public string? StatusText => Step switch
    {
        OtpStateKind.Pending when !IsOver => "code.sent",
        OtpStateKind.Pending => IsExpired && ErrorOnPage?.Code != OtpErrorCodes.AttemptsExhausted ? "code.expired" : "code.exhausted",
        OtpStateKind.Verified => "verified.message",
        _ => null,
    };

    /// <summary>What the error offers. A form of the code's step can be sent from there only.</summary>
    /// <param name="hasContent">Whether the page names where a number goes that has the subscription already.</param>
    public OtpWayForward WayForward(bool hasContent) => ErrorOnPage?.WayForward switch
    {
        OtpWayForward.Content when hasContent => OtpWayForward.Content,
        OtpWayForward.Content or OtpWayForward.OtherNumber => Step == OtpStateKind.Pending ? OtpWayForward.OtherNumber : OtpWayForward.None,
        OtpWayForward.NewCode => Step == OtpStateKind.Pending && ResendIn <= TimeSpan.Zero ? OtpWayForward.NewCode : OtpWayForward.None,
        var always => always ?? OtpWayForward.None,
    };

    private bool IsExpired => CodeLeft <= TimeSpan.Zero;

    private OtpErrorField Field => ErrorOnPage?.Field ?? OtpErrorField.None;
}
