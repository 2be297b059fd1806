using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>The meter of <see cref="OtpTelemetry"/>. Its attributes are fixed words and names of campaigns and operators, never what a visitor or a partner wrote.</summary>
internal sealed class OtpMeter
{
    public const string Success = "success";

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _unrecognised;
    private readonly Counter<long> _partnerTexts;
    private readonly Counter<long> _openings;
    private readonly Counter<long> _sends;
    private readonly Counter<long> _checks;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _proofs;
    private readonly Counter<long> _revocations;
    private readonly Counter<long> _limits;
    private readonly Counter<long> _guardClosings;
    private readonly Counter<long> _guardOpenings;
    private readonly Counter<long> _handlerFailures;
    private readonly Counter<long> _postbacks;

    public OtpMeter(IMeterFactory meters)
    {
        var meter = meters.Create(OtpTelemetry.MeterName);
        _duration = meter.CreateHistogram(
            OtpTelemetry.CallDuration,
            OtpTelemetry.CallDurationUnit,
            "How long calls to Offer18 took, including calls that an open breaker answered at once.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60] });
        _unrecognised = meter.CreateCounter<long>(
            OtpTelemetry.UnrecognisedAnswers, OtpTelemetry.UnrecognisedAnswersUnit, "Answers that match no error code. Somebody should map them.");
        _partnerTexts = meter.CreateCounter<long>(
            OtpTelemetry.PartnerTexts, OtpTelemetry.PartnerTextsUnit, "Answers with a partner's text, by what recognised it.");
        _openings = meter.CreateCounter<long>(
            OtpTelemetry.BreakerOpenings, OtpTelemetry.BreakerOpeningsUnit, "How often the breaker of a campaign or an operator opened because Offer18 did not answer.");
        _sends = meter.CreateCounter<long>(OtpTelemetry.Sends, OtpTelemetry.SendsUnit, "Requests for a code, by outcome.");
        _checks = meter.CreateCounter<long>(OtpTelemetry.Checks, OtpTelemetry.ChecksUnit, "Requests to check a code, by outcome.");
        _refusals = meter.CreateCounter<long>(
            OtpTelemetry.GateRefusals, OtpTelemetry.GateRefusalsUnit, "Requests and hub calls that found the gate closed, by reason.");
        _proofs = meter.CreateCounter<long>(OtpTelemetry.Proofs, OtpTelemetry.ProofsUnit, "Proofs that were made, each after a right code.");
        _revocations = meter.CreateCounter<long>(
            OtpTelemetry.ProofRevocations, OtpTelemetry.ProofRevocationsUnit, "Revocations, by reason. One revocation can end many proofs.");
        _limits = meter.CreateCounter<long>(
            OtpTelemetry.LimitsReached, OtpTelemetry.LimitsReachedUnit, "Sends and checks that a limit refused, or would have refused.");
        _guardClosings = meter.CreateCounter<long>(OtpTelemetry.GuardClosings, OtpTelemetry.GuardClosingsUnit, "How often a guard closed.");
        _postbacks = meter.CreateCounter<long>(OtpTelemetry.Postbacks, OtpTelemetry.PostbacksUnit, "What became of postbacks: each try, and those that were set aside.");
        _handlerFailures = meter.CreateCounter<long>(OtpTelemetry.EventHandlerFailures, OtpTelemetry.EventHandlerFailuresUnit, "The site's handlers of events that failed, by event and reason.");
        _guardOpenings = meter.CreateCounter<long>(OtpTelemetry.GuardOpenings, OtpTelemetry.GuardOpeningsUnit, "How often a guard opened again.");
    }

    public void Called(in TagList tags, TimeSpan duration) => _duration.Record(duration.TotalSeconds, tags);

    public void Unrecognised(in TagList tags) => _unrecognised.Add(1, tags);

    public void Answered(in TagList tags) => _partnerTexts.Add(1, tags);

    public void BreakerOpened(OtpRoute route) => _openings.Add(1, Tags(route));

    /// <param name="route">The campaign and the operator.</param>
    /// <param name="errorCode">Why no code was sent; null if one was.</param>
    /// <param name="byCall">Whether the result of a call decided, and not the site itself.</param>
    public void SendAnswered(OtpRoute route, string? errorCode, bool byCall) => _sends.Add(1, Outcome(route, errorCode, byCall));

    /// <param name="route">The campaign and the operator.</param>
    /// <param name="errorCode">Why the visitor is not verified; null for one who is.</param>
    /// <param name="byCall">Whether the result of a call decided, and not the site itself.</param>
    public void CheckAnswered(OtpRoute route, string? errorCode, bool byCall) => _checks.Add(1, Outcome(route, errorCode, byCall));

    /// <param name="campaign">The campaign.</param>
    /// <param name="reason"><c>no_proof</c>, <c>too_old</c> or <c>store_unavailable</c>.</param>
    public void GateRefused(string campaign, string reason) => _refusals.Add(1, Campaign(campaign), Reason(reason));

    public void ProofMade(OtpRoute route) => _proofs.Add(1, Tags(route));

    /// <param name="campaign">The campaign.</param>
    /// <param name="reason"><c>replaced</c>, <c>browser</c>, <c>number</c> or <c>campaign</c>.</param>
    public void ProofsRevoked(string campaign, string reason) => _revocations.Add(1, Campaign(campaign), Reason(reason));

    /// <param name="campaign">The campaign.</param>
    /// <param name="operation"><c>generate</c> or <c>verify</c>.</param>
    /// <param name="limit"><c>number</c>, <c>browser</c>, <c>address</c>, <c>country</c>, <c>prefix</c> or <c>campaign</c>.</param>
    /// <param name="mode"><c>enforce</c> or <c>record</c>.</param>
    public void LimitReached(string campaign, string operation, string limit, string mode) => _limits.Add(1, new TagList
    {
        Campaign(campaign),
        { OtpTelemetry.OperationAttribute, operation },
        Limit(limit),
        { OtpTelemetry.ModeAttribute, mode },
    });

    /// <param name="campaign">The campaign.</param>
    /// <param name="limit"><c>country</c> or <c>prefix</c>.</param>
    public void GuardClosed(string campaign, string limit) => _guardClosings.Add(1, Campaign(campaign), Limit(limit));

    /// <param name="campaign">The campaign.</param>
    /// <param name="postback">The name of the postback.</param>
    /// <param name="outcome"><c>delivered</c>, <c>failed</c>, <c>set_aside</c> or <c>lost</c>.</param>
    public void PostbackTried(string campaign, string postback, string outcome) => _postbacks.Add(1, new TagList
    {
        Campaign(campaign),
        { OtpTelemetry.PostbackAttribute, postback },
        { OtpTelemetry.OutcomeAttribute, outcome },
    });

    /// <param name="campaign">The campaign.</param>
    /// <param name="eventName">Such as <c>OnVerified</c>.</param>
    /// <param name="reason"><c>threw</c> or <c>timed_out</c>.</param>
    public void EventHandlerFailed(string campaign, string eventName, string reason) => _handlerFailures.Add(1, new TagList
    {
        Campaign(campaign),
        { OtpTelemetry.EventAttribute, eventName },
        Reason(reason),
    });

    /// <param name="campaign">The campaign.</param>
    /// <param name="limit"><c>country</c> or <c>prefix</c>.</param>
    public void GuardOpened(string campaign, string limit) => _guardOpenings.Add(1, Campaign(campaign), Limit(limit));

    /// <summary>The attributes that every metric of calls has. The one for the operator is only there if there is one.</summary>
    /// <param name="route">The campaign and the operator.</param>
    /// <param name="operation"><c>generate</c> or <c>verify</c>; null if it does not matter.</param>
    public static TagList Tags(OtpRoute route, string? operation = null)
    {
        var tags = default(TagList);
        if (operation is not null)
        {
            tags.Add(OtpTelemetry.OperationAttribute, operation);
        }

        tags.Add(Campaign(route.Campaign));
        if (route.Operator is { } name)
        {
            tags.Add(OtpTelemetry.OperatorAttribute, name);
        }

        return tags;
    }

    private static TagList Outcome(OtpRoute route, string? errorCode, bool byCall)
    {
        var tags = Tags(route);
        tags.Add(OtpTelemetry.OutcomeAttribute, errorCode ?? Success);
        tags.Add(OtpTelemetry.DecidedByAttribute, byCall ? "call" : "site");
        return tags;
    }

    private static KeyValuePair<string, object?> Campaign(string campaign) => new(OtpTelemetry.CampaignAttribute, campaign);

    private static KeyValuePair<string, object?> Limit(string limit) => new(OtpTelemetry.LimitAttribute, limit);

    private static KeyValuePair<string, object?> Reason(string reason) => new(OtpTelemetry.ReasonAttribute, reason);
}
