using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Checks a code, once, and makes the proof.</summary>
internal sealed class OtpVerifier(
    IOptionsMonitor<Offer18OtpOptions> options,
    OtpGuards guards,
    OtpStores stores,
    ProofKeeper proofs,
    OtpUpstream offer18,
    ILogger<OtpVerifier> logger)
{
    public Task<OtpOutcome> VerifyAsync(OtpCaller caller, VerifyCommand command, CancellationToken cancellationToken) =>
        OtpStep.RunAsync(logger, "verify", caller, () => TryVerifyAsync(caller, command, cancellationToken));

    private static OtpOutcome Refuse(OtpCaller caller, OtpError error) => OtpOutcome.Refused(caller.Ticket, error);

    private async Task<OtpOutcome> TryVerifyAsync(OtpCaller caller, VerifyCommand command, CancellationToken cancellationToken)
    {
        var settings = options.Get(caller.Campaign);
        if (caller.Ticket.Key(caller.Campaign) is not { } key)
        {
            return await FinishedBeforeAsync(caller, null, cancellationToken);
        }

        if (caller.Ticket.IsProved || OtpCode.Parse(command.Otp, settings.CodeLength) is not { } code)
        {
            return await WithoutCheckAsync(caller, key, cancellationToken);
        }

        var action = new OtpGuardedAction(OtpGuardedKind.Check, key) { Address = caller.Address };
        await using var pass = await guards.TakeAsync(action, cancellationToken);
        if (pass.Refusal is { } refusal)
        {
            return Refuse(caller, new OtpError(refusal.Code) { RetryAfter = refusal.RetryAfter });
        }

        var decision = await stores.RequestsAsync(store =>
            store.BeginAttemptAsync(key, caller.Ticket.CodeDigest(code), settings.Limits(), cancellationToken));
        return decision.Status switch
        {
            OtpAttemptStatus.Granted => await CheckAsync(caller, key, decision, pass, code, command.Parameters),
            OtpAttemptStatus.NoChallenge or OtpAttemptStatus.AlreadyVerified =>
                await FinishedBeforeAsync(caller, decision.Challenge, cancellationToken),
            OtpAttemptStatus.InProgress => Refuse(caller, new OtpError(OtpErrorCodes.VerificationInProgress)),
            OtpAttemptStatus.Expired => Refuse(caller, new OtpError(OtpErrorCodes.OtpExpired) { Restart = true }),
            OtpAttemptStatus.Exhausted => Refuse(caller, new OtpError(OtpErrorCodes.AttemptsExhausted)
            {
                AttemptsRemaining = 0,
                RetryAfter = decision.RetryAfter,
                Restart = true,
            }),
            _ => throw new InvalidOperationException($"{decision.Status} is not known."),
        };
    }

    // The text is not a code, or this browser's challenge is finished. Neither needs a check.
    private async Task<OtpOutcome> WithoutCheckAsync(OtpCaller caller, OtpChallengeKey key, CancellationToken cancellationToken)
    {
        var limits = options.Get(caller.Campaign).Limits();
        var challenge = await stores.RequestsAsync(store => store.FindAsync(key, limits, cancellationToken));
        return !caller.Ticket.IsProved && challenge is { Verified: null, AttemptsRemaining: var remaining }
            ? Refuse(caller, new OtpError(OtpErrorCodes.InvalidOtp) { AttemptsRemaining = remaining, Restart = remaining == 0 })
            : await FinishedBeforeAsync(caller, challenge, cancellationToken);
    }

    // A code that already succeeded in this browser gives the same proof again, without a call.
    private async Task<OtpOutcome> FinishedBeforeAsync(OtpCaller caller, OtpChallenge? challenge, CancellationToken cancellationToken)
    {
        var proof = challenge?.Verified is { } verified
            ? await proofs.CompleteAsync(caller, verified, cancellationToken)
            : await proofs.FindAsync(caller, cancellationToken);
        return proof is null
            ? OtpOutcome.Refused(caller.Ticket.WithoutChallenge(), new OtpError(OtpErrorCodes.NoPendingRequest) { Restart = true })
            : new(caller.Ticket.WithProof(proof.Id)) { State = OtpState.Verified(proof), ReturnUrl = challenge?.ReturnUrl };
    }

    private async Task<OtpOutcome> CheckAsync(
        OtpCaller caller,
        OtpChallengeKey key,
        OtpAttemptDecision decision,
        OtpGuardPass pass,
        string code,
        IReadOnlyDictionary<string, string>? parameters)
    {
        var settings = options.Get(caller.Campaign);
        var challenge = decision.Challenge!;
        var result = await offer18.VerifyAsync(new Offer18VerifyRequest
        {
            Campaign = caller.Campaign,
            Msisdn = challenge.Msisdn,
            Otp = code,
            RequestId = challenge.RequestId,
            Parameters = settings.Allowed(parameters),
        });
        if (result.Delivery != Offer18Delivery.NotSent)
        {
            pass.Keep();
        }

        var isAlreadyVerified = result.ErrorCode == Offer18PartnerAnswers.AlreadyVerified;
        // The first answer was lost, and the site's owner has said that only a right code gets this text.
        if (result.Succeeded || isAlreadyVerified && decision.IsRepeat)
        {
            return await SucceedAsync(caller, key, decision, settings);
        }

        return await FailAsync(caller, key, decision, isAlreadyVerified
            ? Offer18Result.Failure(OtpErrorCodes.OtpExpired, result.Delivery, result.RetryAfter)
            : result);
    }

    private async Task<OtpOutcome> FailAsync(OtpCaller caller, OtpChallengeKey key, OtpAttemptDecision decision, Offer18Result result)
    {
        var outcome = OutcomeOf(result);
        var limits = options.Get(caller.Campaign).Limits();
        var after = await stores.RequestsAsync(store =>
            store.EndAttemptAsync(key, decision.Lease!, outcome, null, limits, CancellationToken.None));
        if (outcome != OtpAttemptOutcome.Wrong)
        {
            return Refuse(caller, new OtpError(result.ErrorCode!) { RetryAfter = result.RetryAfter, Restart = outcome == OtpAttemptOutcome.Void });
        }

        var remaining = after?.AttemptsRemaining ?? 0;
        return Refuse(caller, new OtpError(result.ErrorCode!)
        {
            AttemptsRemaining = remaining,
            // After the last wrong code: how long the number is locked.
            RetryAfter = remaining == 0 ? after?.ResendAt - decision.GrantedAt : result.RetryAfter,
            Restart = remaining == 0,
        });
    }

    private async Task<OtpOutcome> SucceedAsync(
        OtpCaller caller, OtpChallengeKey key, OtpAttemptDecision decision, Offer18OtpOptions settings)
    {
        var challenge = decision.Challenge!;
        var proof = ProofKeeper.New(caller, key, challenge.Msisdn, decision.GrantedAt!.Value, settings.VerifiedLifetime);
        logger.Verified(MsisdnMask.Apply(challenge.Msisdn), caller.Campaign);

        // Both run at the same time. The proof lets the visitor in. The end of the challenge lets a second verify find the proof.
        var ended = stores.RequestsAsync(store => store.EndAttemptAsync(
            key, decision.Lease!, OtpAttemptOutcome.Verified, proof, settings.Limits(), CancellationToken.None));
        var kept = stores.AreOne ? ended : proofs.KeepAsync(proof);
        var former = caller.Ticket.ProofId is { } id ? proofs.RevokeAsync(caller.Campaign, id) : Task.CompletedTask;
        // If only the end of the attempt fails, the failure is logged and the lease expires.
        await ((Task)ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(kept, former);
        return new(caller.Ticket.WithProof(proof.Id)) { State = OtpState.Verified(proof), ReturnUrl = challenge.ReturnUrl };
    }

    private static OtpAttemptOutcome OutcomeOf(Offer18Result result) => result.Delivery switch
    {
        Offer18Delivery.NotSent => OtpAttemptOutcome.NotChecked,
        Offer18Delivery.Unknown => OtpAttemptOutcome.Unknown,
        _ => OtpErrorTable.Row(result.ErrorCode!).Cost switch
        {
            OtpCheckCost.Attempt => OtpAttemptOutcome.Refused,
            OtpCheckCost.Failure => OtpAttemptOutcome.Wrong,
            OtpCheckCost.Challenge => OtpAttemptOutcome.Void,
            OtpCheckCost.Unknown => OtpAttemptOutcome.Unknown,
            var cost => throw new InvalidOperationException($"{cost} is not known."),
        },
    };
}
