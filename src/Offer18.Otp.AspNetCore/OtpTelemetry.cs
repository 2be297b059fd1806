namespace Offer18.Otp.AspNetCore;

/// <summary>
/// The names and units of the package's metrics and traces, by OpenTelemetry's conventions. Dashboards and alarms rely on them, so they do
/// not change. <c>docs/operations.md</c> says what each one means. An attribute is always one of a few fixed words, or the name of a campaign or an operator: never
/// a number, a code, a request id, or what a visitor or a partner wrote.
/// </summary>
public static class OtpTelemetry
{
    /// <summary>The meter: <c>AddMeter(OtpTelemetry.MeterName)</c>.</summary>
    public const string MeterName = "Offer18.Otp";

    /// <summary>The activity source: <c>AddSource(OtpTelemetry.ActivitySourceName)</c>.</summary>
    public const string ActivitySourceName = "Offer18.Otp";

    /// <summary>
    /// Histogram: how long calls to Offer18 took, including calls that an open breaker answered at once. By operation, campaign, operator,
    /// outcome, delivery and <c>error.type</c>.
    /// </summary>
    public const string CallDuration = "offer18.otp.call.duration";

    /// <summary>The unit of <see cref="CallDuration"/>: seconds.</summary>
    public const string CallDurationUnit = "s";

    /// <summary>Counter: answers of Offer18 that match no error code. By operation, campaign, operator and reason.</summary>
    public const string UnrecognisedAnswers = "offer18.otp.unrecognised_answers";

    /// <summary>The unit of <see cref="UnrecognisedAnswers"/>.</summary>
    public const string UnrecognisedAnswersUnit = "{answer}";

    /// <summary>Counter: answers with a partner's text. By operation, campaign, operator and what recognised the text.</summary>
    public const string PartnerTexts = "offer18.otp.partner_texts";

    /// <summary>The unit of <see cref="PartnerTexts"/>.</summary>
    public const string PartnerTextsUnit = "{answer}";

    /// <summary>Counter: how often a breaker opened because Offer18 did not answer. By campaign and operator.</summary>
    public const string BreakerOpenings = "offer18.otp.breaker.openings";

    /// <summary>The unit of <see cref="BreakerOpenings"/>.</summary>
    public const string BreakerOpeningsUnit = "{opening}";

    /// <summary>Counter: requests for a code, whether a code was sent or not. By campaign, outcome and who decided.</summary>
    public const string Sends = "offer18.otp.sends";

    /// <summary>The unit of <see cref="Sends"/>.</summary>
    public const string SendsUnit = "{send}";

    /// <summary>Counter: requests to check a code, whether it was checked or not. By campaign, outcome and who decided.</summary>
    public const string Checks = "offer18.otp.checks";

    /// <summary>The unit of <see cref="Checks"/>.</summary>
    public const string ChecksUnit = "{check}";

    /// <summary>Counter: requests and hub calls that found the gate closed. By campaign and reason.</summary>
    public const string GateRefusals = "offer18.otp.gate.refusals";

    /// <summary>The unit of <see cref="GateRefusals"/>.</summary>
    public const string GateRefusalsUnit = "{refusal}";

    /// <summary>Counter: proofs that were made, each after a right code. By campaign.</summary>
    public const string Proofs = "offer18.otp.proofs";

    /// <summary>The unit of <see cref="Proofs"/>.</summary>
    public const string ProofsUnit = "{proof}";

    /// <summary>Counter: revocations. One revocation can end many proofs. By campaign and reason.</summary>
    public const string ProofRevocations = "offer18.otp.proof.revocations";

    /// <summary>The unit of <see cref="ProofRevocations"/>.</summary>
    public const string ProofRevocationsUnit = "{revocation}";

    /// <summary>
    /// Counter: sends and checks that a limit refused, or would have refused if it did not only record. By campaign, operation, limit and mode.
    /// </summary>
    public const string LimitsReached = "offer18.otp.limits_reached";

    /// <summary>The unit of <see cref="LimitsReached"/>.</summary>
    public const string LimitsReachedUnit = "{refusal}";

    /// <summary>Counter: how often a node found that a guard had closed. By campaign and limit.</summary>
    public const string GuardClosings = "offer18.otp.guard.closings";

    /// <summary>The unit of <see cref="GuardClosings"/>.</summary>
    public const string GuardClosingsUnit = "{closing}";

    /// <summary>Counter: how often a node found that a guard had opened again. By campaign and limit.</summary>
    public const string GuardOpenings = "offer18.otp.guard.openings";

    /// <summary>The unit of <see cref="GuardOpenings"/>.</summary>
    public const string GuardOpeningsUnit = "{opening}";

    /// <summary>Counter: the site's handlers of events that threw or took too long. By campaign, event and reason.</summary>
    public const string EventHandlerFailures = "offer18.otp.event_handler.failures";

    /// <summary>The unit of <see cref="EventHandlerFailures"/>.</summary>
    public const string EventHandlerFailuresUnit = "{failure}";

    /// <summary>Counter: what became of postbacks: each try (<c>delivered</c>, <c>failed</c>), and those that were <c>set_aside</c> or <c>lost</c>. By campaign, postback and outcome.</summary>
    public const string Postbacks = "offer18.otp.postbacks";

    /// <summary>The unit of <see cref="Postbacks"/>.</summary>
    public const string PostbacksUnit = "{postback}";

    /// <summary>Attribute: the name of the postback (<see cref="OtpPostbackOptions.Name"/>).</summary>
    public const string PostbackAttribute = "offer18.otp.postback";

    /// <summary>Attribute: the event, such as <c>OnVerified</c>.</summary>
    public const string EventAttribute = "offer18.otp.event";

    /// <summary>
    /// Attribute: which limit: <c>number</c>, <c>browser</c>, <c>address</c>, <c>country</c>, <c>prefix</c> or <c>campaign</c>.
    /// </summary>
    public const string LimitAttribute = "offer18.otp.limit";

    /// <summary>Attribute: <c>enforce</c> if the limit refused, <c>record</c> if it only counted.</summary>
    public const string ModeAttribute = "offer18.otp.mode";

    /// <summary>Attribute: <c>generate</c> or <c>verify</c>.</summary>
    public const string OperationAttribute = "offer18.otp.operation";

    /// <summary>Attribute: the campaign's name; empty is the default campaign.</summary>
    public const string CampaignAttribute = "offer18.otp.campaign";

    /// <summary>
    /// Attribute: the name of the operator whose settings a call used (<see cref="OtpOperatorOptions.Name"/>). Missing if it used the campaign's
    /// own.
    /// </summary>
    public const string OperatorAttribute = "offer18.otp.operator";

    /// <summary>Attribute: <c>success</c>, or one of <see cref="OtpErrorCodes"/>. Of a postback, what became of it.</summary>
    public const string OutcomeAttribute = "offer18.otp.outcome";

    /// <summary>Attribute: how far a call got: <c>answered</c>, <c>not_sent</c> or <c>unknown</c>.</summary>
    public const string DeliveryAttribute = "offer18.otp.delivery";

    /// <summary>
    /// Attribute: what decided about a send or a check: <c>site</c> if this site did without calling Offer18, <c>call</c> if the result of a call
    /// did.
    /// </summary>
    public const string DecidedByAttribute = "offer18.otp.decided_by";

    /// <summary>Attribute: why. The words depend on the metric.</summary>
    public const string ReasonAttribute = "offer18.otp.reason";

    /// <summary>
    /// Attribute: what recognised a partner's text: <c>error_codes</c>, <c>vocabulary</c>, <c>words</c> or <c>none</c>.
    /// </summary>
    public const string RecognisedByAttribute = "offer18.otp.recognised_by";

    /// <summary>OpenTelemetry's own attribute: the error code, missing on success.</summary>
    public const string ErrorTypeAttribute = "error.type";

    /// <summary>OpenTelemetry's own attribute, on activities only.</summary>
    public const string HttpStatusAttribute = "http.response.status_code";
}
