namespace Offer18.Otp.AspNetCore;

/// <summary>
/// The codes that problem details carry as <c>code</c>. They are part of the HTTP contract: a code keeps its meaning for good.
/// </summary>
public static class OtpErrorCodes
{
    /// <summary>The gate, to a client that wants no HTML (403).</summary>
    public const string OtpRequired = "otp_required";

    /// <summary>The antiforgery token is missing or wrong (400).</summary>
    public const string ForgedRequest = "forged_request";

    /// <summary>Not a possible mobile number for the allowed countries; nothing was sent (400).</summary>
    public const string InvalidMsisdn = "invalid_msisdn";

    /// <summary>The campaign asks for consent and none was given; nothing was sent (400).</summary>
    public const string ConsentRequired = "consent_required";

    /// <summary>The wrong code, or not a code at all; the latter costs no attempt and no call (422).</summary>
    public const string InvalidOtp = "invalid_otp";

    /// <summary>The code is older than <see cref="Offer18OtpOptions.CodeLifetime"/>, or the partner said so (410).</summary>
    public const string OtpExpired = "otp_expired";

    /// <summary>Too many wrong codes for this number; neither a resend nor a new challenge refills them (429).</summary>
    public const string AttemptsExhausted = "attempts_exhausted";

    /// <summary>A verify without a generate (404).</summary>
    public const string NoPendingRequest = "no_pending_request";

    /// <summary>The code is being checked by another request (409).</summary>
    public const string VerificationInProgress = "verification_in_progress";

    /// <summary>Within <see cref="Offer18OtpOptions.ResendCooldown"/> of the last send to this number (429).</summary>
    public const string ResendTooSoon = "resend_too_soon";

    /// <summary>More than <see cref="Offer18OtpOptions.MaxSendsPerMsisdn"/> in <see cref="Offer18OtpOptions.SendWindow"/> (429).</summary>
    public const string SendLimitReached = "send_limit_reached";

    /// <summary>The partner has barred the number (403).</summary>
    public const string MsisdnBlocked = "msisdn_blocked";

    /// <summary>The number's operator does not take part in the campaign (422).</summary>
    public const string OperatorNotSupported = "operator_not_supported";

    /// <summary>The partner does not accept the number's owner, for want of funds for instance (422).</summary>
    public const string NotEligible = "not_eligible";

    /// <summary>The number already has the subscription (409).</summary>
    public const string AlreadySubscribed = "already_subscribed";

    /// <summary>The fraud check said so (403).</summary>
    public const string FraudBlocked = "fraud_blocked";

    /// <summary>Offer18 did not accept key, aid or mid: it stops the campaign (502).</summary>
    public const string UpstreamRejectedCredentials = "upstream_rejected_credentials";

    /// <summary>Time-out, connection failure, 5xx, 429 or an open circuit breaker (503).</summary>
    public const string UpstreamUnavailable = "upstream_unavailable";

    /// <summary>An answer that is none of the others (502).</summary>
    public const string UpstreamUnrecognised = "upstream_unrecognised";

    /// <summary>The store cannot be reached: the gate and the limits fail closed (503).</summary>
    public const string StoreUnavailable = "store_unavailable";
}
