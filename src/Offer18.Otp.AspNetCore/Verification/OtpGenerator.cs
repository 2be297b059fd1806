using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Campaigns;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Sends a code, within the limits, and binds its number to the browser that asked.</summary>
internal sealed class OtpGenerator(
    IOptionsMonitor<Offer18OtpOptions> options,
    IMsisdnParser numbers,
    MsisdnDigestFinder digests,
    OtpGuards guards,
    LimitJudge judge,
    OtpStores stores,
    ChallengeFinder challenges,
    ProofKeeper proofs,
    OtpUpstream offer18,
    TestNumbers tests,
    TermsSeal terms,
    StepEvents events,
    TimeProvider timeProvider,
    ILogger<OtpGenerator> logger)
{
    private const string Operation = "generate";

    public async Task<OtpOutcome> GenerateAsync(OtpCaller caller, GenerateCommand command, CancellationToken cancellationToken)
    {
        var about = new StepSubject(caller.Campaign);
        var outcome = await OtpStep.RunAsync(logger, Operation, caller, TryGenerateAsync(caller, command, about, cancellationToken), about);
        await events.TellEndAsync(about, Operation, outcome);
        return outcome;
    }

    private async Task<OtpOutcome> TryGenerateAsync(OtpCaller caller, GenerateCommand command, StepSubject about, CancellationToken cancellationToken)
    {
        var settings = options.Get(caller.Campaign);
        // Whoever asks for another code does not confirm the one that he has.
        var ticket = caller.Ticket with { Code = null };
        caller = caller with { Ticket = ticket };
        Msisdn? msisdn = null;
        if (command.Typed is not null)
        {
            msisdn = numbers.Parse(command.Typed, settings.AllowedCountries, CountryOf(command, settings));
            if (msisdn is null)
            {
                return OtpOutcome.Refused(ticket, NoNumber(command, settings));
            }

            about.Digits = msisdn.Digits;
            if (settings.RequireConsent && !command.Consent)
            {
                return OtpOutcome.Refused(ticket, new OtpError(OtpErrorCodes.ConsentRequired));
            }

            // A browser that has changed its name begins anew, and so does whoever holds a copy of another one's ticket.
            ticket = caller.IsOwnTicket ? ticket : OtpTicket.New(caller.Agent) with { ProofId = ticket.ProofId, Landing = ticket.Landing };
            ticket = ticket.ForNumber(await digests.FindAsync(caller.Campaign, msisdn.Digits, ticket, cancellationToken));
            if (await FindPendingAsync(caller, ticket, command.IsFromPage, cancellationToken) is { } pending)
            {
                return pending;
            }
        }
        else
        {
            ticket = (await challenges.CatchUpAsync(caller, cancellationToken)).Ticket;
        }

        if (ticket.Key(caller.Campaign) is not { } key)
        {
            return OtpOutcome.Refused(ticket, NoNumber(command, settings));
        }

        var isTest = tests.Find(caller.Campaign, key.MsisdnDigest) is not null;
        about.IsTest = isTest;
        about.Context = ticket.Context;
        // The number decides once. A resend is for the operator of the challenge.
        var own = msisdn is null ? null : OtpOperators.Find(settings, msisdn.Digits, msisdn.Country);
        if (msisdn is not null && own is null && settings.OperatorsAreComplete && !isTest)
        {
            return OtpOutcome.Refused(caller.Ticket, new OtpError(await offer18.RefuseOperatorAsync(caller.Campaign)));
        }

        var action = await ActionAsync(caller, key, ticket, msisdn, cancellationToken);
        about.Action = action;
        await using var pass = isTest ? guards.Without(action) : await guards.TakeAsync(action, cancellationToken);
        if (pass.Refusal is { } refusal)
        {
            // Presses at once hold each other's places in the limits. What is true is that a code is on its way.
            if (refusal.Code == OtpErrorCodes.SendLimitReached
                && await challenges.FindAsync(caller.Campaign, ticket, cancellationToken) is { Verified: null } sent
                && sent.ResendAt - timeProvider.GetUtcNow() is { Ticks: > 0 } coolDown
                && coolDown <= settings.ResendCooldown)
            {
                return OtpOutcome.Refused(ticket, new OtpError(OtpErrorCodes.ResendTooSoon) { RetryAfter = coolDown });
            }

            return OtpOutcome.Refused(caller.Ticket, new OtpError(refusal.Code) { RetryAfter = refusal.RetryAfter, IsPaused = refusal.IsPaused });
        }

        var context = msisdn is null ? null : ContextOf(caller, ticket with { Landing = await LandingAsync(caller, settings, cancellationToken) }, msisdn, own, command);
        var limits = settings.NumberLimits(ticket);
        limits = limits with { MaxSends = action.MaxSends ?? limits.MaxSends, PassesLock = action.PassesLock };
        var decision = await stores.RequestsAsync(store =>
            store.BeginSendAsync(key, msisdn?.Digits, LocalUrl.KeptOrNull(command.ReturnUrl), context, limits, cancellationToken));
        if (decision.Status is OtpSendStatus.LimitReached or OtpSendStatus.Locked)
        {
            judge.TellOfNumber(action);
        }

        if (!decision.IsGranted)
        {
            return OtpOutcome.Refused(decision.Challenge is null ? caller.Ticket : ticket, ErrorFor(decision));
        }

        context = decision.Challenge.Context ?? context ?? ticket.Context;
        (about.Digits, about.Context) = (decision.Challenge.Digits, context);
        // With the new code nobody remembers the check of the one before.
        ticket = decision.Challenge.LastCheck == OtpCheckProgress.None ? ticket : ticket with { MayBeSubscribed = true };
        var send = new GrantedSend(key, decision.Lease, decision.Challenge.Digits, context, isTest) { IsResend = msisdn is null };
        return await SendAsync(caller, ticket with { Sent = action.Sent, Operator = context?.Operator }, send, about, pass, command.Parameters);
    }

    // Whoever types a number whose code can still be checked does not know of that code, or has come back to it: the answer was cut off, the
    // number was left, the page is an older tab's. The code is on its way or in the visitor's hand, so none is sent. Within the cool-down the
    // store says so, unless the visitor has only changed numbers.
    private async Task<OtpOutcome?> FindPendingAsync(OtpCaller caller, OtpTicket ticket, bool isFromPage, CancellationToken cancellationToken)
    {
        // A program that has its answers and leaves no number knows what it asks for.
        var knows = !isFromPage && caller.Ticket is { MsisdnDigest: var present, LeftMsisdnDigest: var left }
            && (present == ticket.MsisdnDigest || present is not null && left is null);
        if (caller.IsNew || knows
            || await challenges.FindUsableAsync(caller.Campaign, ticket, cancellationToken) is not { } challenge
            || caller.Ticket.LeftMsisdnDigest is null && challenge.ResendAt > timeProvider.GetUtcNow())
        {
            return null;
        }

        return new(caller.Ticket.SwitchTo(ticket.MsisdnDigest!)) { State = OtpState.Pending(challenge) };
    }

    private async Task<OtpGuardedAction> ActionAsync(
        OtpCaller caller, OtpChallengeKey key, OtpTicket ticket, Msisdn? msisdn, CancellationToken cancellationToken)
    {
        var sent = msisdn is null ? ticket.Sent : null;
        msisdn ??= await challenges.FindNumberAsync(caller.Campaign, ticket, cancellationToken);

        return new(OtpGuardedKind.Send, key)
        {
            Digits = msisdn?.Digits,
            Country = msisdn?.Country,
            Sent = sent,
            Address = caller.Address,
            IsNewBrowser = caller.IsNew,
            CodesBefore = ticket.Sent is { } last && timeProvider.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(last.At) < TimeSpan.FromDays(1) ? last.Number : 0,
            HasProvedNumber = caller.Ticket.HasProved(key.MsisdnDigest),
        };
    }

    /// <summary>Evidence of what this visitor agrees to from now on.</summary>
    public static OtpConsent NewConsent(OtpCaller caller, string digits, string? operatorName) => new()
    {
        Campaign = caller.Campaign,
        Msisdn = "+" + digits,
        Operator = operatorName,
        Address = caller.Visitor.Address?.ToString(),
        Agent = caller.Visitor.Agent,
    };

    private OtpCampaignContext? ContextOf(OtpCaller caller, OtpTicket ticket, Msisdn msisdn, OtpOperatorOptions? own, GenerateCommand command)
    {
        var settings = options.Get(caller.Campaign);
        var consent = settings.KeepsConsent ? NewConsent(caller, msisdn.Digits, own?.Name) with
        {
            GivenAt = settings.RequireConsent ? timeProvider.GetUtcNow() : null,
            AtNumber = terms.Open(caller.Campaign, command.Terms, caller.FormId)?.AtNumber,
        } : null;
        var context = new OtpCampaignContext { Operator = own?.Name, Consent = consent };
        return ticket.Landing is { } landing ? context with { Landing = landing } : own is null && consent is null ? null : context;
    }

    // A verified visitor's click lies with his proof. Another number of his has come by the same.
    private async Task<IReadOnlyDictionary<string, string>?> LandingAsync(OtpCaller caller, Offer18OtpOptions settings, CancellationToken cancellationToken) =>
        caller.Ticket is { Landing: null, ProofId: not null } && settings.LandingParameters.Count > 0
            ? (await proofs.FindAsync(caller, cancellationToken))?.Context?.Landing
            : caller.Ticket.Landing;

    private static string? CountryOf(GenerateCommand command, Offer18OtpOptions settings) =>
        command.Country is { Length: > 0 } chosen ? chosen : settings.DefaultCountry;

    private static OtpError NoNumber(GenerateCommand command, Offer18OtpOptions settings)
    {
        var country = CountryOf(command, settings);
        var mistake = TypingMistakes.InNumber(command.Typed, country ?? NumberExample.OnlyCountry(settings));
        return mistake != OtpMistake.None && NumberExample.Of(country, settings, mistake) is { } example
            ? new(OtpErrorCodes.InvalidMsisdn) { Mistake = mistake, Example = example }
            : new(OtpErrorCodes.InvalidMsisdn);
    }

    private async Task<OtpOutcome> SendAsync(
        OtpCaller caller,
        OtpTicket ticket,
        GrantedSend send,
        StepSubject about,
        OtpGuardPass pass,
        IReadOnlyDictionary<string, string>? parameters)
    {
        var settings = options.Get(caller.Campaign);
        var ofSite = await events.AskToSendAsync(about, send.IsResend);
        var result = ofSite is not null ? Offer18Result.Failure(ofSite.Code, Offer18Delivery.NotSent)
            : send.IsTest ? tests.Send(caller.Campaign, send.Digits) : await offer18.GenerateAsync(new Offer18GenerateRequest
        {
            Campaign = caller.Campaign,
            Msisdn = send.Digits,
            Operator = send.Context?.Operator,
            Parameters = CallParameters.Of(settings, send.Context, caller.Visitor, parameters),
        });
        // Both are under way before the first is awaited.
        var heard = result.Delivery == Offer18Delivery.NotSent
            ? Task.CompletedTask
            : pass.EndAsync(result.Succeeded ? OtpGuardedEnd.Sent : OtpGuardedEnd.Failed).AsTask();
        var end = EndOf(result);
        var challenge = await stores.RequestsAsync(store => store.EndSendAsync(
            send.Key, send.Lease, end, settings.NumberLimits(ticket), CancellationToken.None));
        await heard;
        if (!result.Succeeded)
        {
            // The browser has got no code.
            ticket = ticket with { Sent = ticket.Sent is { } sent ? sent with { Number = sent.Number - 1 } : null };
            return OtpOutcome.Refused(challenge is null ? caller.Ticket : ticket, new OtpError(result.ErrorCode) { RetryAfter = result.RetryAfter, Text = ofSite?.Text })
                with { IsByCall = ofSite is null, IsSendUncertain = end.Outcome == OtpSendOutcome.Unknown };
        }

        if (!send.IsTest)
        {
            logger.CodeSent(MsisdnMask.Apply(send.Digits), caller.Campaign, send.Context?.Operator ?? "");
        }

        await events.TellSentAsync(about, send.IsResend, challenge, settings.CodeLifetime);

        return new(ticket) { State = challenge is null ? OtpState.None : OtpState.Pending(challenge), IsByCall = !send.IsTest };
    }

    private static OtpSendResult EndOf(Offer18Result result) => result switch
    {
        { Succeeded: true } => new(OtpSendOutcome.Sent) { RequestId = result.RequestId },
        { Delivery: Offer18Delivery.NotSent } => new(OtpSendOutcome.NotSent),
        { Delivery: Offer18Delivery.Unknown } => new(OtpSendOutcome.Unknown),
        _ => new(OtpSendOutcome.Refused) { ErrorCode = result.ErrorCode },
    };

    // A refusal by the partner is not hidden behind our own "too soon", which would sound as if a message was on its way.
    private static OtpError ErrorFor(OtpSendDecision decision) => new(decision.Status switch
    {
        OtpSendStatus.TooSoon or OtpSendStatus.LimitReached when decision.LastErrorCode is { } code => code,
        OtpSendStatus.TooSoon => OtpErrorCodes.ResendTooSoon,
        OtpSendStatus.LimitReached => OtpErrorCodes.SendLimitReached,
        OtpSendStatus.Locked => OtpErrorCodes.AttemptsExhausted,
        OtpSendStatus.NoChallenge => OtpErrorCodes.InvalidMsisdn,
        _ => throw new InvalidOperationException($"{decision.Status} is no refusal."),
    })
    {
        RetryAfter = decision.RetryAfter,
    };

    private sealed record GrantedSend(OtpChallengeKey Key, OtpLease Lease, string Digits, OtpCampaignContext? Context, bool IsTest)
    {
        /// <summary>Whether the number was not typed again.</summary>
        public bool IsResend { get; init; }

        /// <summary>Only the type's name, because a record's own text would show the number.</summary>
        public override string ToString() => nameof(GrantedSend);
    }
}
