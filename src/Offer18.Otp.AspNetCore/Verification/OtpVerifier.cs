using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Campaigns;
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
    LimitJudge judge,
    OtpStores stores,
    ChallengeFinder challenges,
    ProofKeeper proofs,
    OtpUpstream offer18,
    TestNumbers tests,
    TermsSeal terms,
    StepEvents events,
    OtpStateReader states,
    TimeProvider timeProvider,
    OtpMeter meter,
    ILogger<OtpVerifier> logger)
{
    private const string Operation = "verify";

    public async Task<OtpOutcome> VerifyAsync(OtpCaller caller, VerifyCommand command, CancellationToken cancellationToken)
    {
        var about = new StepSubject(caller.Campaign);
        var outcome = await OtpStep.RunAsync(logger, Operation, caller, TryVerifyAsync(caller, command, about, cancellationToken), about);
        await events.TellEndAsync(about, Operation, outcome);
        return outcome;
    }

    // A code that waits does so until it is confirmed again, unless it is known to be wrong or too old.
    private static OtpOutcome Refuse(OtpCaller caller, OtpError error) => OtpOutcome.Refused(
        error.Restart || OtpErrorTable.Row(error.Code).Field == OtpErrorField.Code ? caller.Ticket with { Code = null } : caller.Ticket, error);

    private static OtpOutcome Verified(OtpTicket ticket, VerifiedMsisdn proof) =>
        new(ticket) { State = OtpState.Verified(proof), ReturnUrl = ticket.ReturnUrl };

    private async Task<OtpOutcome> TryVerifyAsync(OtpCaller caller, VerifyCommand command, StepSubject about, CancellationToken cancellationToken)
    {
        var settings = options.Get(caller.Campaign);
        caller = await challenges.SwitchAsync(caller, command.Back, cancellationToken);
        if (caller.Ticket.Key(caller.Campaign) is not { } key)
        {
            return await FinishedBeforeAsync(caller, null, cancellationToken);
        }

        var length = LengthFor(caller.Ticket, settings);
        var isConfirmation = command is { Confirm: not null, Otp: null };
        if (isConfirmation && await NothingToConfirmAsync(caller, command.Confirm!, cancellationToken) is { } state)
        {
            return state;
        }

        if ((isConfirmation ? caller.Ticket.Code?.Digits : OtpCode.Parse(command.Otp, length)) is not { } code)
        {
            return await WithoutCheckAsync(caller, command.Otp, length, cancellationToken);
        }

        if (settings.ConfirmBeforeVerify && !isConfirmation)
        {
            return await AskToConfirmAsync(caller, code, cancellationToken);
        }

        var msisdn = await challenges.FindNumberAsync(caller.Campaign, caller.Ticket, cancellationToken);
        var action = new OtpGuardedAction(OtpGuardedKind.Check, key)
        {
            Address = caller.Address,
            IsNewBrowser = caller.IsNew,
            Digits = msisdn?.Digits,
            Country = msisdn?.Country,
            Sent = caller.Ticket.Sent,
        };
        var test = tests.Find(caller.Campaign, key.MsisdnDigest);
        (about.Action, about.Digits, about.Context, about.IsTest) = (action, msisdn?.Digits, caller.Ticket.Context, test is not null);
        await using var pass = test is not null ? guards.Without(action) : await guards.TakeAsync(action, cancellationToken);
        if (pass.Refusal is { } refusal)
        {
            // Presses at once hold each other's places in the limits. What is true is that a code is being checked.
            if (await challenges.FindAsync(caller.Campaign, caller.Ticket, cancellationToken) is { LastCheck: OtpCheckProgress.Running })
            {
                return Refuse(caller, new OtpError(OtpErrorCodes.VerificationInProgress));
            }

            return Refuse(caller, new OtpError(refusal.Code) { RetryAfter = refusal.RetryAfter });
        }

        var decision = await stores.RequestsAsync(store =>
            store.BeginAttemptAsync(key, caller.Ticket.CodeDigest(code), settings.NumberLimits(caller.Ticket), cancellationToken));
        if (decision.IsGranted)
        {
            var attempt = new GrantedAttempt(key, decision.Lease, decision.GrantedAt.Value, decision.IsRepeat, decision.Challenge)
            {
                Context = Agreed(caller, decision.Challenge, terms.Open(caller.Campaign, command.Terms, caller.FormId), isConfirmation ? decision.GrantedAt : null),
            };
            (about.Digits, about.Context, about.IsTest) = (attempt.Challenge.Digits, attempt.Context, TestNumbers.IsTest(attempt.Challenge));
            return await CheckAsync(caller, attempt, about, pass, test, code, command.Parameters) with { IsByCall = !TestNumbers.IsTest(attempt.Challenge) };
        }

        if (decision.Status == OtpAttemptStatus.Exhausted)
        {
            judge.TellOfNumber(action);
        }

        return decision.Status switch
        {
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

    // If the answer to the send was lost, the browser does not have its operator.
    private static OtpCodeLength LengthFor(OtpTicket ticket, Offer18OtpOptions settings) =>
        ticket.Sent is null ? OtpOperators.CodeLengthOfAny(settings) : OtpOperators.CodeLengthOf(settings, ticket.Operator);

    // What the page shows is not what waits: another tab has gone on, or a newer message is on its way. The visitor sees how far he is, and decides again.
    private async Task<OtpOutcome?> NothingToConfirmAsync(OtpCaller caller, string confirmed, CancellationToken cancellationToken)
    {
        if (confirmed != VerifyCommand.WhateverWaits && confirmed != caller.Ticket.CodeTag)
        {
            return await states.GetAsync(caller, cancellationToken);
        }

        return caller.Ticket.Code is { } code
            && await challenges.FindAsync(caller.Campaign, caller.Ticket, cancellationToken) is { Verified: null } challenge
            && challenge.ExpiresAt.ToUnixTimeMilliseconds() != code.ExpiresAt
            && challenge.IsUsable(timeProvider.GetUtcNow())
                ? new(caller.Ticket with { Code = null }) { State = OtpState.Pending(challenge) }
                : null;
    }

    // The answer to a check may have been lost on its way to the browser.
    private static OtpTicket WithDoubt(OtpTicket ticket, OtpChallenge challenge) => challenge.LastCheck == OtpCheckProgress.None ? ticket : ticket with { MayBeSubscribed = true };

    // The code goes back to the browser, sealed. What is no longer worth a confirmation is said at once.
    private async Task<OtpOutcome> AskToConfirmAsync(OtpCaller caller, string code, CancellationToken cancellationToken)
    {
        var challenge = await challenges.FindAsync(caller.Campaign, caller.Ticket, cancellationToken);
        if (challenge is not { Verified: null })
        {
            return await FinishedBeforeAsync(caller, challenge, cancellationToken);
        }

        var now = timeProvider.GetUtcNow();
        if (challenge.AttemptsRemaining == 0)
        {
            return Refuse(caller, new OtpError(OtpErrorCodes.AttemptsExhausted)
            {
                AttemptsRemaining = 0,
                RetryAfter = challenge.ResendAt - now is { Ticks: > 0 } wait ? wait : null,
                Restart = true,
            });
        }

        return challenge.IsUsable(now)
            ? new(WithDoubt(caller.Ticket, challenge) with { Code = new(code, challenge.ExpiresAt.ToUnixTimeMilliseconds()) }) { State = OtpState.Pending(challenge) with { AwaitsConfirmation = true } }
            : Refuse(caller, new OtpError(OtpErrorCodes.OtpExpired) { Restart = true });
    }

    // The text is not a code, or this browser's challenge is finished. Neither needs a check.
    private async Task<OtpOutcome> WithoutCheckAsync(OtpCaller caller, string? typed, OtpCodeLength length, CancellationToken cancellationToken)
    {
        var challenge = await challenges.FindAsync(caller.Campaign, caller.Ticket, cancellationToken);
        var mistake = TypingMistakes.InCode(typed, length);
        return challenge is { Verified: null, AttemptsRemaining: var remaining }
            ? Refuse(caller, new OtpError(OtpErrorCodes.InvalidOtp)
            {
                AttemptsRemaining = remaining,
                Restart = remaining == 0,
                Mistake = mistake,
                Example = mistake == OtpMistake.None ? null : OtpCode.DigitsOf(length),
            })
            : await FinishedBeforeAsync(caller, challenge, cancellationToken);
    }

    // A code that already succeeded in this browser gives the same proof again, without a call.
    private async Task<OtpOutcome> FinishedBeforeAsync(OtpCaller caller, OtpChallenge? challenge, CancellationToken cancellationToken)
    {
        var proof = challenge?.Verified is { } verified
            ? await challenges.TakeProofAsync(caller, verified, cancellationToken)
            : await proofs.FindAsync(caller, cancellationToken);
        if (proof is null)
        {
            // The ticket of a finished challenge stays as it is. The browser may have got a newer one meanwhile, with the proof.
            return OtpOutcome.Refused(
                challenge?.Verified is null ? caller.Ticket.WithoutChallenge() : caller.Ticket, new OtpError(OtpErrorCodes.NoPendingRequest) { Restart = true });
        }

        return Verified(challenge is null ? caller.Ticket.WithoutChallenge() : OtpTicket.OfProof(proof.Id, challenge.ReturnUrl, caller.Agent), proof);
    }

    private async Task<OtpOutcome> CheckAsync(
        OtpCaller caller,
        GrantedAttempt attempt,
        StepSubject about,
        OtpGuardPass pass,
        OtpTestNumber? test,
        string code,
        IReadOnlyDictionary<string, string>? parameters)
    {
        var settings = options.Get(caller.Campaign);
        var challenge = attempt.Challenge;
        if (await events.AskToVerifyAsync(about, attempt.GrantedAt) is { } ofSite)
        {
            return await FailAsync(caller, attempt, pass, Offer18Result.Failure(ofSite.Code, Offer18Delivery.NotSent), ofSite.Text) with { IsByCall = false };
        }

        var result = TestNumbers.IsTest(challenge) ? tests.Check(caller.Campaign, test, challenge.Digits, code) : await offer18.VerifyAsync(new Offer18VerifyRequest
        {
            Campaign = caller.Campaign,
            Msisdn = challenge.Digits,
            Otp = code,
            RequestId = challenge.RequestId,
            Operator = attempt.Context?.Operator,
            Parameters = CallParameters.Of(settings, attempt.Context, caller.Visitor, parameters),
        });
        var isAlreadyVerified = result.ErrorCode == Offer18PartnerAnswers.AlreadyVerified;
        // already_verified: the site's owner has said that only a right code gets this text. It verifies the visitor only if an earlier
        // check of the same code had no clear answer.
        if (result.Succeeded || isAlreadyVerified && attempt.IsRepeat)
        {
            return await SucceedAsync(caller, attempt, about, pass, settings);
        }

        return await FailAsync(caller, attempt, pass, isAlreadyVerified
            ? Offer18Result.Failure(OtpErrorCodes.OtpExpired, result.Delivery, result.RetryAfter)
            : result);
    }

    private async Task<OtpOutcome> FailAsync(OtpCaller caller, GrantedAttempt attempt, OtpGuardPass pass, Offer18Result result, string? text = null)
    {
        var errorCode = result.ErrorCode ?? throw new InvalidOperationException("A success is no failure.");
        var outcome = OutcomeOf(result.Delivery, errorCode);
        var limits = options.Get(caller.Campaign).NumberLimits(caller.Ticket);
        var after = await stores.RequestsAsync(store =>
            store.EndAttemptAsync(attempt.Key, attempt.Lease, outcome, null, limits, CancellationToken.None));
        await pass.EndAsync(IsGuess(outcome, errorCode) ? OtpGuardedEnd.Failed : OtpGuardedEnd.NotDone);
        if (outcome != OtpAttemptOutcome.Wrong)
        {
            var isUnknown = outcome == OtpAttemptOutcome.Unknown;
            return Refuse(
                isUnknown ? caller with { Ticket = caller.Ticket with { MayBeSubscribed = true } } : caller,
                new OtpError(errorCode) { RetryAfter = result.RetryAfter, Restart = outcome == OtpAttemptOutcome.Expired, Text = text });
        }

        var remaining = after?.AttemptsRemaining ?? 0;
        return Refuse(caller, new OtpError(errorCode)
        {
            AttemptsRemaining = remaining,
            // After the last wrong code this is the time until a new code can be sent. If the number is locked, it is the lock. Otherwise it
            // is the cool-down or the send window, whichever is longer.
            RetryAfter = remaining == 0 ? after?.ResendAt - attempt.GrantedAt : result.RetryAfter,
            Restart = remaining == 0,
        });
    }

    private async Task<OtpOutcome> SucceedAsync(OtpCaller caller, GrantedAttempt attempt, StepSubject about, OtpGuardPass pass, Offer18OtpOptions settings)
    {
        var challenge = attempt.Challenge;
        var proof = ProofKeeper.New(
            caller, attempt.Key, challenge.Digits, attempt.GrantedAt, settings.VerifiedLifetime, TestNumbers.IsTest(challenge), attempt.Context);
        if (!proof.IsTest)
        {
            logger.Verified(MsisdnMask.Apply(challenge.Digits), caller.Campaign, attempt.Context?.Operator ?? "");
            meter.ProofMade(new(caller.Campaign, attempt.Context?.Operator));
        }

        // The end of the attempt and the proof are saved at the same time. The saved proof lets the visitor in. The saved end lets a second
        // verify find the proof.
        var ended = stores.RequestsAsync(store => store.EndAttemptAsync(
            attempt.Key, attempt.Lease, OtpAttemptOutcome.Verified, proof, settings.NumberLimits(caller.Ticket), CancellationToken.None)).AsTask();
        var kept = stores.IsOneStoreForBoth ? ended : proofs.KeepAsync(proof);
        var former = caller.Ticket.ProofId is { } id ? proofs.RevokeAsync(caller.Campaign, id, ProofKeeper.Replaced) : Task.CompletedTask;
        var given = pass.EndAsync(OtpGuardedEnd.Verified).AsTask();
        // If only the end of the attempt fails, the failure is logged and the lease expires.
        await ((Task)ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(kept, former, given);
        await events.TellVerifiedAsync(about, proof);
        return Verified(OtpTicket.OfProof(proof.Id, challenge.ReturnUrl, caller.Agent), proof);
    }

    // Whatever the partner calls a code that it does not accept, it has looked at it, unless it asks to come again. An answer that nobody can read
    // may have been to a wrong code.
    private static bool IsGuess(OtpAttemptOutcome outcome, string errorCode) => outcome switch
    {
        OtpAttemptOutcome.Wrong or OtpAttemptOutcome.Expired => true,
        OtpAttemptOutcome.Refused => errorCode is not (OtpErrorCodes.UpstreamUnavailable or OtpErrorCodes.ResendTooSoon or OtpErrorCodes.SendLimitReached),
        _ => errorCode == OtpErrorCodes.UpstreamUnrecognised,
    };

    private static OtpAttemptOutcome OutcomeOf(Offer18Delivery delivery, string errorCode) => delivery switch
    {
        Offer18Delivery.NotSent => OtpAttemptOutcome.NotChecked,
        Offer18Delivery.Unknown => OtpAttemptOutcome.Unknown,
        _ => OtpErrorTable.Row(errorCode).Cost switch
        {
            OtpCheckCost.Attempt => OtpAttemptOutcome.Refused,
            OtpCheckCost.Failure => OtpAttemptOutcome.Wrong,
            OtpCheckCost.Challenge => OtpAttemptOutcome.Expired,
            OtpCheckCost.Unknown => OtpAttemptOutcome.Unknown,
            _ => throw new InvalidOperationException($"The table of error codes has no cost for a check that ends with {errorCode}."),
        },
    };

    // If the owner has only asked for a confirmation since the code was sent, there is no evidence yet.
    private static OtpCampaignContext? Agreed(OtpCaller caller, OtpChallenge challenge, TermsSnapshot? terms, DateTimeOffset? confirmedAt)
    {
        var context = challenge.Context ?? caller.Ticket.Context;
        if (context?.Consent is null && confirmedAt is null)
        {
            return context;
        }

        context ??= new();
        var consent = context.Consent ?? OtpGenerator.NewConsent(caller, challenge.Digits, context.Operator);
        return context with { Consent = consent with { AtVerify = terms?.AtVerify(context.Operator, confirmedAt is not null), ConfirmedAt = confirmedAt } };
    }

    private sealed record GrantedAttempt(OtpChallengeKey Key, OtpLease Lease, DateTimeOffset GrantedAt, bool IsRepeat, OtpChallenge Challenge)
    {
        /// <summary>What the campaign keeps, with what the visitor agrees to by this attempt.</summary>
        public OtpCampaignContext? Context { get; init; }
    }
}
