using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Has a code checked, once, and makes the proof of it.</summary>
internal sealed class OtpVerifier(
    IOptionsMonitor<Offer18OtpOptions> options,
    OtpStores stores,
    OtpProofs proofs,
    OtpUpstream offer18,
    ILogger<OtpVerifier> logger)
{
    public async Task<OtpOutcome> VerifyAsync(OtpCaller caller, VerifyCommand command, CancellationToken cancellationToken)
    {
        OtpOutcome outcome;
        try
        {
            outcome = await TryVerifyAsync(caller, command, cancellationToken);
        }
        catch (OtpStoreUnavailableException)
        {
            outcome = Refuse(caller, new OtpError(OtpErrorCodes.StoreUnavailable));
        }

        if (outcome.Error is { } error)
        {
            logger.Refused("verify", error.Code, caller.Campaign);
        }

        return outcome;
    }

    private static OtpOutcome Refuse(OtpCaller caller, OtpError error) => new(caller.Ticket) { Error = error };

    private static OtpOutcome RefuseForWantOfChallenge(OtpCaller caller) =>
        new(caller.Ticket.WithoutChallenge()) { Error = new OtpError(OtpErrorCodes.NoPendingRequest) { Restart = true } };

    private async Task<OtpOutcome> TryVerifyAsync(OtpCaller caller, VerifyCommand command, CancellationToken cancellationToken)
    {
        var campaign = options.Get(caller.Campaign);
        var limits = campaign.Limits();
        if (caller.Ticket.Key(caller.Campaign) is not { } key)
        {
            return await FinishedBeforeAsync(caller, null, cancellationToken);
        }

        var code = OtpCode.Parse(command.Otp, campaign.CodeLength);
        if (code is null || caller.Ticket.IsProved)
        {
            var challenge = await stores.RequestsAsync(store => store.FindAsync(key, limits, cancellationToken));
            return !caller.Ticket.IsProved && challenge is { Verified: null, AttemptsRemaining: var remaining }
                ? Refuse(caller, new OtpError(OtpErrorCodes.InvalidOtp) { AttemptsRemaining = remaining })
                : await FinishedBeforeAsync(caller, challenge, cancellationToken);
        }

        var decision = await stores.RequestsAsync(store =>
            store.BeginAttemptAsync(key, caller.Ticket.CodeDigest(code), limits, cancellationToken));
        return decision.Status switch
        {
            OtpAttemptStatus.Granted => await CheckAsync(caller, key, decision, code, campaign, command.Parameters),
            OtpAttemptStatus.NoChallenge or OtpAttemptStatus.AlreadyVerified =>
                await FinishedBeforeAsync(caller, decision.Challenge, cancellationToken),
            OtpAttemptStatus.InProgress => Refuse(caller, new OtpError(OtpErrorCodes.VerificationInProgress)),
            OtpAttemptStatus.Expired => Refuse(caller, new OtpError(OtpErrorCodes.OtpExpired) { Restart = true }),
            _ => Refuse(caller, new OtpError(OtpErrorCodes.AttemptsExhausted)
            {
                AttemptsRemaining = 0,
                RetryAfter = decision.RetryAfter,
                Restart = true,
            }),
        };
    }

    // A code that already succeeded in this browser: the same proof again, and nobody is called.
    private async Task<OtpOutcome> FinishedBeforeAsync(OtpCaller caller, OtpChallenge? challenge, CancellationToken cancellationToken)
    {
        var proof = await proofs.FindAsync(caller, challenge, cancellationToken);
        return proof is null
            ? RefuseForWantOfChallenge(caller)
            : new(caller.Ticket.WithProof(proof.Id)) { State = OtpState.Of(proof), ReturnUrl = challenge?.ReturnUrl };
    }

    private async Task<OtpOutcome> CheckAsync(
        OtpCaller caller,
        OtpChallengeKey key,
        OtpAttemptDecision decision,
        string code,
        Offer18OtpOptions campaign,
        IReadOnlyDictionary<string, string>? parameters)
    {
        var challenge = decision.Challenge!;
        var result = await offer18.VerifyAsync(new Offer18VerifyRequest
        {
            Campaign = caller.Campaign,
            Msisdn = challenge.Digits,
            Otp = code,
            RequestId = challenge.RequestId,
            Parameters = campaign.Allowed(parameters),
        });
        // The first answer was lost, and the site's owner knows this text for one that a right code alone gets.
        if (result.Succeeded || decision.IsRepeat && result.ErrorCode == Offer18PartnerAnswers.AlreadyVerified)
        {
            return await SucceedAsync(caller, key, decision, campaign);
        }

        var outcome = OutcomeOf(result);
        var after = await stores.RequestsAsync(store =>
            store.EndAttemptAsync(key, decision.Lease!, outcome, null, campaign.Limits(), CancellationToken.None));
        var remaining = after?.AttemptsRemaining ?? 0;
        var errorCode = result.ErrorCode == Offer18PartnerAnswers.AlreadyVerified ? OtpErrorCodes.OtpExpired : result.ErrorCode!;
        return Refuse(caller, new OtpError(errorCode)
        {
            AttemptsRemaining = outcome == OtpAttemptOutcome.Wrong ? remaining : null,
            // After the last wrong code: how long the number is locked.
            RetryAfter = outcome == OtpAttemptOutcome.Wrong && remaining == 0 ? after?.ResendAt - decision.GrantedAt : result.RetryAfter,
            Restart = outcome == OtpAttemptOutcome.Expired || outcome == OtpAttemptOutcome.Wrong && remaining == 0,
        });
    }

    private async Task<OtpOutcome> SucceedAsync(
        OtpCaller caller, OtpChallengeKey key, OtpAttemptDecision decision, Offer18OtpOptions campaign)
    {
        var challenge = decision.Challenge!;
        var proof = OtpProofs.New(caller, key, challenge.Digits, decision.GrantedAt!.Value, campaign.VerifiedLifetime);
        logger.Verified(MsisdnMask.Of(challenge.Digits), caller.Campaign);

        // Side by side: with the proof kept the visitor gets in, and with the challenge's end a second verify finds the proof.
        var ended = stores.RequestsAsync(store => store.EndAttemptAsync(
            key, decision.Lease!, OtpAttemptOutcome.Verified, proof, campaign.Limits(), CancellationToken.None));
        var kept = stores.AreOne ? ended : proofs.KeepAsync(proof);
        var former = caller.Ticket.ProofId is { } id ? proofs.RevokeAsync(caller.Campaign, id) : Task.CompletedTask;
        // Where the attempt's end fails alone it is logged, and the lease ends by itself.
        await ((Task)ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(kept, former);
        return new(caller.Ticket.WithProof(proof.Id)) { State = OtpState.Of(proof), ReturnUrl = challenge.ReturnUrl };
    }

    private static OtpAttemptOutcome OutcomeOf(Offer18Result result) => result switch
    {
        { Delivery: Offer18Delivery.NotSent } => OtpAttemptOutcome.NotChecked,
        // An unknown text, or one about credentials, may mean a wrong code: it must not open the way to guess without end.
        { Delivery: Offer18Delivery.Unknown }
            or { ErrorCode: OtpErrorCodes.UpstreamUnrecognised or OtpErrorCodes.UpstreamRejectedCredentials } => OtpAttemptOutcome.Unknown,
        { ErrorCode: OtpErrorCodes.InvalidOtp } => OtpAttemptOutcome.Wrong,
        {
            ErrorCode: OtpErrorCodes.OtpExpired or OtpErrorCodes.AttemptsExhausted or OtpErrorCodes.NoPendingRequest
                or Offer18PartnerAnswers.AlreadyVerified
        } => OtpAttemptOutcome.Expired,
        _ => OtpAttemptOutcome.Refused,
    };
}
