using System.Buffers.Text;
using System.Security.Cryptography;
using Offer18.Otp.AspNetCore.Events;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Asks and tells the site's handlers about a step. If there are none, it finds out nothing.</summary>
internal sealed class StepEvents(EventRaiser events, Postbacks postbacks, TimeProvider timeProvider)
{
    /// <summary>Whether anybody wants to know.</summary>
    public bool AreWanted(string campaign) => events.HasHandlers(campaign) || postbacks.AreWanted(campaign);

    /// <summary>Why a handler refuses that a code is sent; null if none does.</summary>
    public Task<OtpEventRefusal?> AskToSendAsync(StepSubject about, bool isResend) => AskAsync(about, new OtpSendingContext { IsResend = isResend });

    /// <summary>Why a handler refuses that a code is checked; null if none does.</summary>
    public Task<OtpEventRefusal?> AskToVerifyAsync(StepSubject about, DateTimeOffset at) => AskAsync(about, new OtpVerifyingContext { At = at });

    public Task TellSentAsync(StepSubject about, bool isResend, OtpChallenge? challenge, TimeSpan lifetime) =>
        TellAsync(about, new OtpSentContext { IsResend = isResend, ExpiresAt = challenge?.ExpiresAt, At = challenge?.ExpiresAt - lifetime ?? default });

    public Task TellVerifiedAsync(StepSubject about, VerifiedMsisdn proof) =>
        TellAsync(about, new OtpVerifiedContext { EventId = proof.EventId, At = proof.VerifiedAt, ValidUntil = proof.ValidUntil });

    /// <summary>Tells which limits were reached, and whether the request was refused.</summary>
    public async Task TellEndAsync(StepSubject about, string operation, OtpOutcome outcome)
    {
        foreach (var (limit, mode) in about.Action?.Reached ?? [])
        {
            await TellAsync(about, new OtpLimitedContext { Operation = operation, Limit = limit, Mode = mode });
        }

        if (outcome.Error is { } error)
        {
            await TellAsync(about, new OtpRefusedContext { Operation = operation, Code = error.Code, IsByCall = outcome.IsByCall, RetryAfter = error.RetryAfter });
        }
    }

    public Task TellRevokedAsync(StepSubject about, string reason) => TellAsync(about, new OtpRevokedContext { Reason = reason });

    private async Task<OtpEventRefusal?> AskAsync(StepSubject about, OtpRefusableContext context) =>
        !about.IsTest && events.HasHandlers(about.Campaign) ? await events.AskAsync((OtpRefusableContext)Filled(context, about)) : null;

    private async Task TellAsync(StepSubject about, OtpEventContext context)
    {
        if (about.IsTest || !AreWanted(about.Campaign))
        {
            return;
        }

        context = Filled(context, about);
        // First, because it waits for nobody.
        postbacks.Add(context);
        if (events.HasHandlers(about.Campaign))
        {
            await events.TellAsync(context);
        }
    }

    private OtpEventContext Filled(OtpEventContext context, StepSubject about)
    {
        context = context with
        {
            EventId = context.EventId.Length > 0 ? context.EventId : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            Campaign = about.Campaign,
            At = context.At == default ? timeProvider.GetUtcNow() : context.At,
            Operator = about.Context?.Operator,
            MaskedMsisdn = about.Digits is { } digits ? MsisdnMask.Apply(digits) : null,
            FullMsisdn = about.Digits is { } all ? "+" + all : null,
            Consent = about.Context?.Consent,
            HttpContext = events.Request,
        };
        return about.Context is { } kept ? context with { Landing = kept.Landing } : context;
    }
}
