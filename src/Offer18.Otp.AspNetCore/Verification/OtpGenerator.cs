using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Has a code sent, within the limits, and binds its number to the browser that asked.</summary>
internal sealed class OtpGenerator(
    IOptionsMonitor<Offer18OtpOptions> options,
    IMsisdnParser numbers,
    MsisdnDigests digests,
    OtpStores stores,
    OtpUpstream offer18,
    ILogger<OtpGenerator> logger)
{
    public async Task<OtpOutcome> GenerateAsync(OtpCaller caller, GenerateCommand command, CancellationToken cancellationToken)
    {
        OtpOutcome outcome;
        try
        {
            outcome = await TryGenerateAsync(caller, command, cancellationToken);
        }
        catch (OtpStoreUnavailableException)
        {
            outcome = Refuse(caller.Ticket, new OtpError(OtpErrorCodes.StoreUnavailable));
        }

        if (outcome.Error is { } error)
        {
            logger.Refused("generate", error.Code, caller.Campaign);
        }

        return outcome;
    }

    private static OtpOutcome Refuse(OtpTicket ticket, OtpError error) => new(ticket) { Error = error };

    private async Task<OtpOutcome> TryGenerateAsync(OtpCaller caller, GenerateCommand command, CancellationToken cancellationToken)
    {
        var campaign = options.Get(caller.Campaign);
        var ticket = caller.Ticket;
        string? msisdn = null;
        if (command.Msisdn is not null)
        {
            msisdn = numbers.Parse(
                command.Msisdn, campaign.AllowedCountries, command.Country is { Length: > 0 } chosen ? chosen : campaign.DefaultCountry)?.Digits;
            if (msisdn is null)
            {
                return Refuse(ticket, new OtpError(OtpErrorCodes.InvalidMsisdn));
            }

            if (campaign.RequireConsent && !command.Consent)
            {
                return Refuse(ticket, new OtpError(OtpErrorCodes.ConsentRequired));
            }

            // What a handle once proved stays with it; the next challenge gets one of its own.
            ticket = (ticket.ProofId is null ? ticket : ticket.WithNewHandle()).ForNumber(digests.Of(caller.Campaign, msisdn));
        }

        if (ticket.IsProved || ticket.Key(caller.Campaign) is not { } key)
        {
            return Refuse(ticket, new OtpError(OtpErrorCodes.InvalidMsisdn));
        }

        var limits = campaign.Limits();
        var decision = await stores.RequestsAsync(store =>
            store.BeginSendAsync(key, msisdn, LocalUrl.OrNull(command.ReturnUrl), limits, cancellationToken));
        if (decision.Status != OtpSendStatus.Granted)
        {
            return Refuse(decision.Challenge is null ? caller.Ticket : ticket, Error(decision));
        }

        return await SendAsync(caller, ticket, key, decision, campaign, command.Parameters);
    }

    private async Task<OtpOutcome> SendAsync(
        OtpCaller caller,
        OtpTicket ticket,
        OtpChallengeKey key,
        OtpSendDecision decision,
        Offer18OtpOptions campaign,
        IReadOnlyDictionary<string, string>? parameters)
    {
        var result = await offer18.GenerateAsync(new Offer18GenerateRequest
        {
            Campaign = caller.Campaign,
            Msisdn = decision.Challenge!.Digits,
            Parameters = campaign.Allowed(parameters),
        });
        var challenge = await stores.RequestsAsync(store => store.EndSendAsync(
            key, decision.Lease!, OutcomeOf(result), result.RequestId, campaign.Limits(), CancellationToken.None));
        if (!result.Succeeded)
        {
            return Refuse(challenge is null ? caller.Ticket : ticket, new OtpError(Meaning(result)) { RetryAfter = result.RetryAfter });
        }

        logger.CodeSent(MsisdnMask.Of(decision.Challenge.Digits), caller.Campaign);
        return new(ticket) { State = challenge is null ? OtpState.None : OtpState.Of(challenge) };
    }

    private static OtpSendOutcome OutcomeOf(Offer18Result result) => result switch
    {
        { Succeeded: true } => OtpSendOutcome.Sent,
        { Delivery: Offer18Delivery.NotSent } => OtpSendOutcome.NotSent,
        _ => OtpSendOutcome.Failed,
    };

    // What a partner can only say of a code makes no sense before there is one.
    private static string Meaning(Offer18Result result) =>
        result.ErrorCode is OtpErrorCodes.InvalidOtp or OtpErrorCodes.OtpExpired or OtpErrorCodes.NoPendingRequest
            or Offer18PartnerAnswers.AlreadyVerified
            ? OtpErrorCodes.UpstreamUnrecognised
            : result.ErrorCode!;

    private static OtpError Error(OtpSendDecision decision) => new(decision.Status switch
    {
        OtpSendStatus.TooSoon => OtpErrorCodes.ResendTooSoon,
        OtpSendStatus.LimitReached => OtpErrorCodes.SendLimitReached,
        OtpSendStatus.Locked => OtpErrorCodes.AttemptsExhausted,
        _ => OtpErrorCodes.InvalidMsisdn,
    })
    {
        RetryAfter = decision.RetryAfter,
    };
}
