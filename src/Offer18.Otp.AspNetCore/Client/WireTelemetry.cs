using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>Traces, measures and logs the calls to Offer18.</summary>
internal sealed class WireTelemetry(OtpMeter meter, OtpSeenTexts seen, ILogger<WireTelemetry> logger)
{
    private static readonly ActivitySource Source = new(OtpTelemetry.ActivitySourceName);

    /// <summary>The trace of a call that begins; null if nobody listens.</summary>
    public static Activity? Trace(WireOperation operation, string campaign)
    {
        var activity = Source.StartActivity(operation.TraceName, ActivityKind.Client);
        activity?.SetTag(OtpTelemetry.OperationAttribute, operation.Name);
        activity?.SetTag(OtpTelemetry.CampaignAttribute, campaign);
        return activity;
    }

    /// <summary>Measures and logs a call that has ended. One that its caller cancels ends with an exception, and is not measured.</summary>
    public void Observe(WireOperation operation, string campaign, WireOutcome outcome, Activity? activity, TimeSpan duration)
    {
        Measure(operation, campaign, outcome, activity, duration);
        Explain(operation, campaign, outcome);
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

    private void Measure(WireOperation operation, string campaign, WireOutcome outcome, Activity? activity, TimeSpan duration)
    {
        var errorCode = outcome.Result.ErrorCode;
        var delivery = NameOf(outcome.Result.Delivery);
        var tags = new TagList
        {
            { OtpTelemetry.OperationAttribute, operation.Name },
            { OtpTelemetry.CampaignAttribute, campaign },
            { OtpTelemetry.OutcomeAttribute, errorCode ?? OtpMeter.Success },
            { OtpTelemetry.DeliveryAttribute, delivery },
        };
        if (errorCode is not null)
        {
            tags.Add(OtpTelemetry.ErrorTypeAttribute, errorCode);
            activity?.SetStatus(ActivityStatusCode.Error);
            activity?.SetTag(OtpTelemetry.ErrorTypeAttribute, errorCode);
        }

        meter.Called(tags, duration);
        if (outcome.RecognisedBy is { } by)
        {
            meter.Answered(new TagList
            {
                { OtpTelemetry.OperationAttribute, operation.Name },
                { OtpTelemetry.CampaignAttribute, campaign },
                { OtpTelemetry.RecognisedByAttribute, by },
            });
        }

        activity?.SetTag(OtpTelemetry.OutcomeAttribute, errorCode ?? OtpMeter.Success);
        activity?.SetTag(OtpTelemetry.DeliveryAttribute, delivery);
        if (outcome.HttpStatus is { } status)
        {
            activity?.SetTag(OtpTelemetry.HttpStatusAttribute, status);
        }
    }

    private void Explain(WireOperation operation, string campaign, WireOutcome outcome)
    {
        if (outcome.Unmapped is { } unmapped)
        {
            Count("unmapped_text");
            if (seen.IsNew(campaign, $"{unmapped.Text} {unmapped.Place}"))
            {
                logger.TextUnmapped(unmapped.Text, unmapped.Place, operation.Name, outcome.HttpStatus, campaign, Advice(unmapped.Text));
            }
        }
        else if (outcome.Result.ErrorCode == OtpErrorCodes.UpstreamUnrecognised)
        {
            Count(outcome.Reason!);
            logger.AnswerUnrecognised(outcome.Reason!, operation.Name, outcome.HttpStatus, campaign);
        }

        if (outcome.Result.ErrorCode == OtpErrorCodes.UpstreamUnavailable)
        {
            logger.CallFailed(operation.Name, outcome.Reason, outcome.HttpStatus, NameOf(outcome.Result.Delivery), campaign);
        }

        void Count(string reason) => meter.Unrecognised(new TagList
        {
            { OtpTelemetry.OperationAttribute, operation.Name },
            { OtpTelemetry.CampaignAttribute, campaign },
            { OtpTelemetry.ReasonAttribute, reason },
        });
    }
}
