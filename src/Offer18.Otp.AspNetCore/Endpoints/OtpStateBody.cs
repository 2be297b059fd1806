using System.ComponentModel;
using System.Text.Json.Serialization;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// The state as JSON. Members that do not apply are left out. A description of the endpoints (OpenAPI) is made from this type with the site's
/// own JSON settings. So the type itself says everything that those settings could change.
/// </summary>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal record OtpStateBody
{
    [JsonPropertyName("state")]
    [JsonConverter(typeof(SnakeCaseConverter<OtpStateKind>))]
    [Description("How far the verification has come.")]
    public required OtpStateKind State { get; init; }

    [JsonPropertyName("msisdn")]
    [Description("The number, masked: the country code, five dots and the last four digits.")]
    public string? Msisdn { get; init; }

    [JsonPropertyName("expiresAt")]
    [Description("When the code expires, UTC.")]
    public DateTimeOffset? ExpiresAt { get; init; }

    [JsonPropertyName("resendAt")]
    [Description("When another code can be requested, UTC.")]
    public DateTimeOffset? ResendAt { get; init; }

    [JsonPropertyName("attemptsRemaining")]
    [Description("How many more codes can be checked.")]
    public int? AttemptsRemaining { get; init; }

    [JsonPropertyName("awaitsConfirmation")]
    [Description("True if a code was posted and waits for a post of verify with \"confirm\". Nobody has checked it.")]
    public bool? AwaitsConfirmation { get; init; }

    [JsonPropertyName("sendUncertain")]
    [Description("True if nobody knows whether the last code was sent. The message may still arrive.")]
    public bool? SendUncertain { get; init; }

    [JsonPropertyName("verifiedAt")]
    [Description("When the number was verified, UTC.")]
    public DateTimeOffset? VerifiedAt { get; init; }

    [JsonPropertyName("validUntil")]
    [Description("When the verification stops opening the gate, UTC.")]
    public DateTimeOffset? ValidUntil { get; init; }

    [JsonPropertyName("eventId")]
    [Description("Names the verification to trackers: what is told twice counts once. Not for a test number.")]
    public string? EventId { get; init; }

    [JsonPropertyName("returnUrl")]
    [Description("Where the visitor wants to go, a local URL. Only in the answer to verify.")]
    public string? ReturnUrl { get; init; }

    [JsonPropertyName("antiforgeryToken")]
    [Description("The token that each POST needs in the header RequestVerificationToken. Only in the answer to status.")]
    public string? AntiforgeryToken { get; init; }

    public static OtpStateBody From(OtpState state, string? returnUrl = null, string? antiforgeryToken = null) => new()
    {
        State = state.Kind,
        Msisdn = state.MaskedMsisdn,
        ExpiresAt = state.ExpiresAt,
        ResendAt = state.ResendAt,
        AttemptsRemaining = state.AttemptsRemaining,
        AwaitsConfirmation = state.AwaitsConfirmation ? true : null,
        SendUncertain = state.IsSendUncertain ? true : null,
        VerifiedAt = state.VerifiedAt,
        ValidUntil = state.ValidUntil,
        EventId = state.EventId,
        ReturnUrl = returnUrl,
        AntiforgeryToken = antiforgeryToken,
    };

    /// <summary>Only the type's name, because a record's own text would show the token.</summary>
    public sealed override string ToString() => nameof(OtpStateBody);

    /// <summary>The state's name, as in <see cref="State"/>.</summary>
    public static string NameOf(OtpStateKind kind) => kind switch
    {
        OtpStateKind.Pending => "pending",
        OtpStateKind.Verified => "verified",
        _ => "none",
    };
}
