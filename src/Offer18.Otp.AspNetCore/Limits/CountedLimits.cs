using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>
/// Holds an action against all limits at once: one round trip, whatever their number. A limit that would refuse but only records lets the
/// action pass.
/// </summary>
internal sealed class CountedLimits(
    LimitRules rules,
    AllowLists lists,
    IOtpCounterStore counters,
    CampaignHistory history,
    ClosedGuards closed,
    IOptionsMonitor<Offer18OtpOptions> options,
    OtpMeter meter,
    ILogger<CountedLimits> logger) : IOtpGuard
{
    // Beyond the campaign's budget of wrong codes.
    private const int WrongCodesOfUnknownAddress = 2;

    // An address has shown that honest people are behind it.
    private const int GoodAddressFrom = 3;

    public async ValueTask<OtpRefusal?> TakeAsync(OtpGuardedAction action, CancellationToken cancellationToken)
    {
        switch (lists.Look(action))
        {
            case AllowListed.Always:
                return null;
            case AllowListed.Never:
                Tell(action, OtpLimitKind.Campaign, OtpLimitMode.Enforce);
                return new(CodeOf(action.Kind));
        }

        var limits = rules.Of(action).ToArray();
        var counts = await counters.TakeAsync([.. limits.Select(limit => limit.Counter)], cancellationToken);
        action.Taken = [.. limits.Zip(counts).Where(taken => taken.Second.IsGranted).Select(taken => new TakenCounter(taken.First, taken.Second.At))];
        foreach (var (limit, count) in limits.Zip(counts))
        {
            Notice(action.Key.Campaign, limit, count);
        }

        var refusal = action.Kind == OtpGuardedKind.Send ? JudgeSend(action, limits, counts) : JudgeCheck(action, limits, counts);
        if (refusal is not null)
        {
            await GiveBackAsync(action, taken => !taken.Limit.IsKept);
        }
        else if (action.Kind == OtpGuardedKind.Send && counts.Count > 0)
        {
            action.Sent = rules.CountsOf(action, counts[^1].At);
        }

        return refusal;
    }

    public async ValueTask EndAsync(OtpGuardedAction action, OtpGuardedEnd end)
    {
        switch (end)
        {
            case OtpGuardedEnd.NotDone:
                await GiveBackAsync(action, taken => !taken.Limit.IsKept);
                break;
            case OtpGuardedEnd.Failed:
                await GiveBackAsync(action, taken => taken.Limit.IsGuard);
                break;
            case OtpGuardedEnd.Verified:
                await VerifiedAsync(action);
                break;
            case OtpGuardedEnd.Sent:
            default:
                break;
        }
    }

    private static string CodeOf(OtpGuardedKind kind) => kind == OtpGuardedKind.Send ? OtpErrorCodes.SendLimitReached : OtpErrorCodes.AttemptsExhausted;

    private static string OperationOf(OtpGuardedKind kind) => kind == OtpGuardedKind.Send ? "generate" : "verify";

    private static string WordOf(Enum value) => value.ToString().ToLowerInvariant();

    private OtpRefusal? JudgeSend(OtpGuardedAction action, OtpLimit[] limits, IReadOnlyList<OtpCount> counts)
    {
        var kept = action.IsFirstForNumber ? 1 + limits.Zip(counts).Count(taken => IsUnsuspected(taken.First, taken.Second)) : 0;
        TimeSpan? wait = null;
        var isDayOver = false;
        foreach (var (limit, count) in limits.Zip(counts))
        {
            if (limit.Kind == OtpLimitKind.Campaign && limit.Counter.Limit is null)
            {
                history.Learn(action.Key.Campaign, count);
            }
            else if (!count.IsGranted && (limit.Kind != OtpLimitKind.Number || kept == 0) && Refuses(action, limit.Kind))
            {
                wait = Longer(wait, count.RetryAfter);
            }

            isDayOver |= limit.Kind == OtpLimitKind.Number && !count.IsGranted;
        }

        // Others may have used up what may be sent to the number. For who comes for the first time, one more code in each window is kept.
        var max = options.Get(action.Key.Campaign).MaxSendsPerMsisdn;
        action.MaxSends = isDayOver ? kept : max + kept;
        return wait is null ? null : new(OtpErrorCodes.SendLimitReached) { RetryAfter = wait };
    }

    private OtpRefusal? JudgeCheck(OtpGuardedAction action, OtpLimit[] limits, IReadOnlyList<OtpCount> counts)
    {
        var ofAddress = limits.Zip(counts).FirstOrDefault(taken => taken.First.Kind == OtpLimitKind.Address).Second;
        TimeSpan? wait = null;
        foreach (var (limit, count) in limits.Zip(counts).Where(taken => !taken.Second.IsGranted))
        {
            // The campaign's budget is used up by somebody with many addresses. Where visitors have been verified, honest people are.
            var isGood = limit.Kind == OtpLimitKind.Campaign
                && ofAddress is not null && ofAddress.Count <= WrongCodesOfUnknownAddress + ofAddress.Successes;
            if (!isGood && Refuses(action, limit.Kind))
            {
                wait = Longer(wait, count.RetryAfter);
            }
        }

        return wait is null ? null : new(OtpErrorCodes.AttemptsExhausted) { RetryAfter = wait };
    }

    private bool Refuses(OtpGuardedAction action, OtpLimitKind kind)
    {
        var mode = options.Get(action.Key.Campaign).Limits.ModeOf(kind);
        Tell(action, kind, mode);
        return mode == OtpLimitMode.Enforce;
    }

    private void Tell(OtpGuardedAction action, OtpLimitKind kind, OtpLimitMode mode)
    {
        meter.LimitReached(action.Key.Campaign, OperationOf(action.Kind), WordOf(kind), WordOf(mode));
        logger.LimitReached(OperationOf(action.Kind), WordOf(kind), WordOf(mode), action.Key.Campaign);
    }

    private void Notice(string campaign, OtpLimit limit, OtpCount count)
    {
        if (!limit.IsGuard || limit.Name is null || !count.HasTurned)
        {
            return;
        }

        if (count.IsGranted)
        {
            closed.Open(campaign, limit.Name);
            logger.GuardOpened(WordOf(limit.Kind), limit.Name, campaign);
        }
        else
        {
            closed.Close(campaign, limit.Name);
            logger.GuardClosed(WordOf(limit.Kind), limit.Name, count.Count, campaign);
        }
    }

    private async Task VerifiedAsync(OtpGuardedAction check)
    {
        var returns = check.Taken.Select(taken => ReturnOf(taken) with { HasSucceeded = true });
        if (check.Sent is { } sent)
        {
            returns = returns.Concat(rules.OfVerified(check, sent));
        }

        await counters.GiveBackAsync([.. returns], CancellationToken.None);
    }

    private async Task GiveBackAsync(OtpGuardedAction action, Func<TakenCounter, bool> isMeant)
    {
        var returns = action.Taken.Where(isMeant).Select(ReturnOf).ToArray();
        if (returns.Length > 0)
        {
            await counters.GiveBackAsync(returns, CancellationToken.None);
        }
    }

    private static OtpCounterReturn ReturnOf(TakenCounter taken) =>
        new(taken.Limit.Counter.Key, taken.Limit.Counter.Window) { At = taken.At, KeepFor = taken.Limit.Counter.KeepFor };

    // An address that has not asked for the number today, and one behind which visitors are verified.
    private static bool IsUnsuspected(OtpLimit limit, OtpCount count) =>
        limit is { Kind: OtpLimitKind.Number, IsKept: true } && count.Count == 1
        || limit is { Kind: OtpLimitKind.Address, IsGuard: true } && count is { IsGranted: true, Successes: >= GoodAddressFrom };

    // A refusal without an end of its own is one all the same.
    private static TimeSpan Longer(TimeSpan? one, TimeSpan? other) =>
        new[] { one ?? TimeSpan.Zero, other ?? TimeSpan.Zero }.Max();
}
