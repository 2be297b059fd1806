namespace Offer18.Otp.AspNetCore;

/// <summary>The values of <c>code</c> in problem details. They are part of the HTTP contract: a code never changes its meaning.</summary>
public static class OtpErrorCodes
{
    /// <summary>
    /// The gate is closed (403). A client with a Bearer token gets a 401 instead, and a client that wants HTML is redirected.
    /// </summary>
    public const string OtpRequired = "otp_required";

    /// <summary>The antiforgery token is missing or wrong, or a page of another site has sent the request (400).</summary>
    public const string ForgedRequest = "forged_request";

    /// <summary>Not a possible mobile number for the allowed countries; nothing was sent (400).</summary>
    public const string InvalidMsisdn = "invalid_msisdn";

    /// <summary>The campaign requires consent and none was given; nothing was sent (400).</summary>
    public const string ConsentRequired = "consent_required";

    /// <summary>The code is wrong, or the text is not a code. A text that is not a code costs no attempt and no call (422).</summary>
    public const string InvalidOtp = "invalid_otp";

    /// <summary>The code is older than <see cref="Offer18OtpOptions.CodeLifetime"/>, or the partner says it has expired (410).</summary>
    public const string OtpExpired = "otp_expired";

    /// <summary>
    /// Too many wrong codes for this number, or from this browser or address, or all checks of this code are used. Neither a resend nor a new challenge gives the number new attempts (429).
    /// </summary>
    public const string AttemptsExhausted = "attempts_exhausted";

    /// <summary>A verify came without a challenge: none was begun, it was forgotten, or the partner does not know it (404).</summary>
    public const string NoPendingRequest = "no_pending_request";

    /// <summary>Another request is sending or checking a code of this challenge (409).</summary>
    public const string VerificationInProgress = "verification_in_progress";

    /// <summary>
    /// The last send to this number was less than <see cref="Offer18OtpOptions.ResendCooldown"/> ago, or a code of the challenge is being sent or checked (429).
    /// </summary>
    public const string ResendTooSoon = "resend_too_soon";

    /// <summary>
    /// <see cref="Offer18OtpOptions.MaxSendsPerMsisdn"/> codes were already sent to this number in <see cref="Offer18OtpOptions.SendWindow"/>, or one of the <see cref="Offer18OtpOptions.Limits"/> is reached (429).
    /// </summary>
    public const string SendLimitReached = "send_limit_reached";

    /// <summary>The partner has barred the number (403).</summary>
    public const string MsisdnBlocked = "msisdn_blocked";

    /// <summary>The number's operator does not take part in the campaign (422).</summary>
    public const string OperatorNotSupported = "operator_not_supported";

    /// <summary>The partner does not accept the number's owner, for example for lack of funds (422).</summary>
    public const string NotEligible = "not_eligible";

    /// <summary>The number already has the subscription (409).</summary>
    public const string AlreadySubscribed = "already_subscribed";

    /// <summary>A fraud check refused the request, for example the partner's (403).</summary>
    public const string FraudBlocked = "fraud_blocked";

    /// <summary>Offer18 did not accept key, aid or mid. Nobody can be verified for this campaign (502).</summary>
    public const string UpstreamRejectedCredentials = "upstream_rejected_credentials";

    /// <summary>Time-out, connection failure, 5xx, 429, an open breaker or a paused campaign (503).</summary>
    public const string UpstreamUnavailable = "upstream_unavailable";

    /// <summary>Offer18's answer cannot be understood (502).</summary>
    public const string UpstreamUnrecognised = "upstream_unrecognised";

    /// <summary>The store cannot be reached. The gate stays closed, and nothing is sent or checked (503).</summary>
    public const string StoreUnavailable = "store_unavailable";
}
