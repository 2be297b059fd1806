using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>Traces, measures and logs the calls to Offer18.</summary>
internal sealed class OtpCalls(OtpMeter meter, OtpSeenTexts seen, TimeProvider timeProvider, ILogger<OtpCalls> logger)
{
    private static readonly ActivitySource Source = new(OtpMeter.Name);

    public OtpCall Begin(string operation, string campaign)
    {
        var activity = Source.StartActivity($"offer18.otp {operation}", ActivityKind.Client);
        activity?.SetTag(OtpTags.Operation, operation);
        activity?.SetTag(OtpTags.Campaign, campaign);
        return new(this, operation, campaign, activity, timeProvider.GetTimestamp());
    }

    internal void End(OtpCall call, OtpCallEnd end)
    {
        var tags = new TagList
        {
            { OtpTags.Operation, call.Operation },
            { OtpTags.Campaign, call.Campaign },
            { OtpTags.Outcome, end.ErrorCode ?? "success" },
            { OtpTags.Delivery, end.Delivery },
        };
        if (end.ErrorCode is not null)
        {
            tags.Add(OtpTags.ErrorType, end.ErrorCode);
            call.Activity?.SetStatus(ActivityStatusCode.Error);
            call.Activity?.SetTag(OtpTags.ErrorType, end.ErrorCode);
        }

        meter.Called(tags, timeProvider.GetElapsedTime(call.Started));
        call.Activity?.SetTag(OtpTags.Outcome, end.ErrorCode ?? "success");
        call.Activity?.SetTag(OtpTags.Delivery, end.Delivery);
        if (end.HttpStatus is { } status)
        {
            call.Activity?.SetTag(OtpTags.HttpStatus, status);
        }

        Explain(call, end);
    }

    private void Explain(OtpCall call, OtpCallEnd end)
    {
        if (end.UnmappedText is { } text)
        {
            Count(call, "unmapped_text");
            if (seen.IsNew(call.Campaign, text))
            {
                logger.TextUnmapped(text, call.Operation, end.HttpStatus, call.Campaign);
            }
        }
        else if (end.ErrorCode == OtpErrorCodes.UpstreamUnrecognised)
        {
            Count(call, end.Reason!);
            logger.AnswerUnrecognised(end.Reason!, call.Operation, end.HttpStatus, call.Campaign);
        }

        if (end.ErrorCode == OtpErrorCodes.UpstreamUnavailable)
        {
            logger.CallFailed(call.Operation, end.Reason, end.HttpStatus, end.Delivery, call.Campaign);
        }
    }

    private void Count(OtpCall call, string reason) => meter.Unrecognised(new TagList
    {
        { OtpTags.Operation, call.Operation },
        { OtpTags.Campaign, call.Campaign },
        { OtpTags.Reason, reason },
    });
}
