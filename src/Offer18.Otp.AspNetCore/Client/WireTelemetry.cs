using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>Traces, measures and logs the calls to Offer18.</summary>
internal sealed class WireTelemetry(OtpMeter meter, OtpSeenTexts seen, ILogger<WireTelemetry> logger)
{
    private static readonly ActivitySource Source = new(OtpTelemetry.ActivitySourceName);

    /// <summary>The trace of a call that begins; null if nobody listens.</summary>
    public static Activity? Trace(WireOperation operation, OtpRoute route)
    {
        var activity = Source.StartActivity(operation.TraceName, ActivityKind.Client);
        activity?.SetTag(OtpTelemetry.OperationAttribute, operation.Name);
        activity?.SetTag(OtpTelemetry.CampaignAttribute, route.Campaign);
        if (route.Operator is { } name)
        {
            activity?.SetTag(OtpTelemetry.OperatorAttribute, name);
        }

        return activity;
    }

    /// <summary>Measures and logs a call that has ended. One that its caller cancels ends with an exception, and is not measured.</summary>
    public void Observe(WireOperation operation, OtpRoute route, WireOutcome outcome, Activity? activity, TimeSpan duration)
    {
        Measure(operation, route, outcome, activity, duration);
        Explain(operation, route, outcome);
    }

    private static string NameOf(Offer18Delivery delivery) => delivery switch
    {
        Offer18Delivery.Answered => "answered",
        Offer18Delivery.NotSent => "not_sent",
        _ => "unknown",
    };

    private static string Advice(string text) => PartnerText.IsReadable(text)
        ? "Add it to ErrorCodes, as it is written here."
        : "Nothing else of it can be shown: ask the partner what it means.";

    private void Measure(WireOperation operation, OtpRoute route, WireOutcome outcome, Activity? activity, TimeSpan duration)
    {
        var errorCode = outcome.Result.ErrorCode;
        var delivery = NameOf(outcome.Result.Delivery);
        var tags = OtpMeter.Tags(route, operation.Name);
        tags.Add(OtpTelemetry.OutcomeAttribute, errorCode ?? OtpMeter.Success);
        tags.Add(OtpTelemetry.DeliveryAttribute, delivery);
        if (errorCode is not null)
        {
            tags.Add(OtpTelemetry.ErrorTypeAttribute, errorCode);
            activity?.SetStatus(ActivityStatusCode.Error);
            activity?.SetTag(OtpTelemetry.ErrorTypeAttribute, errorCode);
        }

        meter.Called(tags, duration);
        if (outcome.RecognisedBy is { } by)
        {
            var texts = OtpMeter.Tags(route, operation.Name);
            texts.Add(OtpTelemetry.RecognisedByAttribute, by);
            meter.Answered(texts);
        }

        activity?.SetTag(OtpTelemetry.OutcomeAttribute, errorCode ?? OtpMeter.Success);
        activity?.SetTag(OtpTelemetry.DeliveryAttribute, delivery);
        if (outcome.HttpStatus is { } status)
        {
            activity?.SetTag(OtpTelemetry.HttpStatusAttribute, status);
        }
    }

    private void Explain(WireOperation operation, OtpRoute route, WireOutcome outcome)
    {
        var (campaign, name) = (route.Campaign, route.Operator ?? "");
        if (outcome.Unmapped is { } unmapped)
        {
            Count("unmapped_text");
            if (seen.IsNew(route, $"{unmapped.Text} {unmapped.Place}"))
            {
                logger.TextUnmapped(unmapped.Text, unmapped.Place, operation.Name, outcome.HttpStatus, campaign, name, Advice(unmapped.Text));
            }
        }
        else if (outcome.Result.ErrorCode == OtpErrorCodes.UpstreamUnrecognised)
        {
            Count(outcome.Reason!);
            logger.AnswerUnrecognised(outcome.Reason!, operation.Name, outcome.HttpStatus, campaign, name);
        }

        if (outcome.Result.ErrorCode == OtpErrorCodes.UpstreamUnavailable)
        {
            logger.CallFailed(operation.Name, outcome.Reason, outcome.HttpStatus, NameOf(outcome.Result.Delivery), campaign, name);
        }

        void Count(string reason)
        {
            var tags = OtpMeter.Tags(route, operation.Name);
            tags.Add(OtpTelemetry.ReasonAttribute, reason);
            meter.Unrecognised(tags);
        }
    }
}
