using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Calls Offer18, and always returns a result that makes sense for the call. If the site's own client throws, the send or check must still
/// be completed. No call is cancelled: if the visitor leaves, the SMS still costs money, and a right code must be kept.
/// </summary>
internal sealed class OtpUpstream(IOffer18OtpClient client, IOptionsMonitor<Offer18OtpOptions> options, TimeProvider timeProvider, ILogger<OtpUpstream> logger)
{
    public async Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request)
    {
        request = request with { Msisdn = ForWire(request.Campaign, request.Msisdn) };
        var begun = timeProvider.GetTimestamp();
        var result = Understood(OtpPartnerCalls.Generate, await GuardAsync(new(request.Campaign, request.Operator), () => client.GenerateAsync(request, CancellationToken.None)));
        return SaysWhoseNumber(result) && options.Get(request.Campaign).HideSubscriptionState ? await HideAsync(result, begun) : result;
    }

    /// <summary>The code with which a number of no operator of the campaign is refused, without a call. Whatever the partner might say is hidden alike.</summary>
    public async Task<string> RefuseOperatorAsync(string campaign)
    {
        var refusal = Offer18Result.Failure(OtpErrorCodes.OperatorNotSupported, Offer18Delivery.NotSent);
        return (options.Get(campaign).HideSubscriptionState ? await HideAsync(refusal, timeProvider.GetTimestamp()) : refusal).ErrorCode!;
    }

    /// <summary>The result. In addition to a partner's error codes it can be <see cref="Offer18PartnerAnswers.AlreadyVerified"/>.</summary>
    public async Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request)
    {
        request = request with { Msisdn = ForWire(request.Campaign, request.Msisdn) };
        var result = await GuardAsync(new(request.Campaign, request.Operator), () => client.VerifyAsync(request, CancellationToken.None));
        return result.ErrorCode == Offer18PartnerAnswers.AlreadyVerified ? result : Understood(OtpPartnerCalls.Verify, result);
    }

    private static bool SaysWhoseNumber(Offer18Result result) => result.ErrorCode is
        OtpErrorCodes.AlreadySubscribed or OtpErrorCodes.NotEligible or OtpErrorCodes.MsisdnBlocked or OtpErrorCodes.OperatorNotSupported;

    // The partner may need longer for one of these answers than for another.
    private async Task<Offer18Result> HideAsync(Offer18Result result, long begun)
    {
        var sinceSecond = timeProvider.GetElapsedTime(begun).Ticks % TimeSpan.TicksPerSecond;
        if (sinceSecond > 0)
        {
            await Task.Delay(TimeSpan.FromTicks(TimeSpan.TicksPerSecond - sinceSecond), timeProvider);
        }

        return Offer18Result.Failure(OtpErrorCodes.NotEligible, result.Delivery);
    }

    // Some errors are about a code. They make no sense for a send, because there is no code yet.
    private static Offer18Result Understood(OtpPartnerCalls call, Offer18Result result) =>
        result.Succeeded || OtpErrorTable.CanPartnerMean(result.ErrorCode, call)
            ? result
            : Offer18Result.Failure(OtpErrorCodes.UpstreamUnrecognised, result.Delivery, result.RetryAfter);

    private string ForWire(string campaign, string digits) => NumberPlans.ForWire(digits, options.Get(campaign).ArgentinaMobilePrefix);

    private async Task<Offer18Result> GuardAsync(OtpRoute route, Func<Task<Offer18Result>> call)
    {
        Offer18Result result;
        try
        {
            result = await call();
        }
        catch (Exception exception)
        {
            logger.ClientThrew(exception.GetType().Name, route.Campaign, route.Operator ?? "");
            return Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, Offer18Delivery.Unknown);
        }

        if (result.ErrorCode == OtpErrorCodes.UpstreamRejectedCredentials)
        {
            logger.CredentialsRejected(route.Campaign, route.Operator ?? "");
        }

        return result;
    }
}
