namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>The attributes of metrics and traces. A site's dashboards rely on their names.</summary>
internal static class OtpTags
{
    /// <summary><c>generate</c> or <c>verify</c>.</summary>
    public const string Operation = "offer18.otp.operation";

    /// <summary>The campaign's name; empty is the default campaign.</summary>
    public const string Campaign = "offer18.otp.campaign";

    /// <summary><c>success</c>, or one of <see cref="OtpErrorCodes"/>.</summary>
    public const string Outcome = "offer18.otp.outcome";

    /// <summary><c>answered</c>, <c>not_sent</c> or <c>unknown</c>.</summary>
    public const string Delivery = "offer18.otp.delivery";

    /// <summary>What was wrong with an answer.</summary>
    public const string Reason = "offer18.otp.reason";

    /// <summary>What recognised a partner's text: <c>error_codes</c>, <c>vocabulary</c>, <c>words</c> or <c>none</c>.</summary>
    public const string RecognisedBy = "offer18.otp.recognised_by";

    /// <summary>OpenTelemetry's own attribute: the error code, missing on success.</summary>
    public const string ErrorType = "error.type";

    /// <summary>OpenTelemetry's own attribute.</summary>
    public const string HttpStatus = "http.response.status_code";
}
