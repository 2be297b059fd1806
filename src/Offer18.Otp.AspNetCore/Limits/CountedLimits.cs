using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>Holds an action against all limits at once: one round trip, whatever their number.</summary>
internal sealed class CountedLimits(
    LimitRules rules,
    AllowLists lists,
    OlderCountReader olderCounts,
    IOtpCounterStore counters,
    LimitJudge judge,
    ClosedGuards closed,
    OtpMeter meter,
    ILogger<CountedLimits> logger) : IOtpGuard
{
    private static readonly Task<IReadOnlyList<OtpCount?>> NothingFound = Task.FromResult<IReadOnlyList<OtpCount?>>([]);

    public async ValueTask<OtpRefusal?> TakeAsync(OtpGuardedAction action, CancellationToken cancellationToken)
    {
        switch (lists.Look(action))
        {
            case AllowListed.Always:
                return null;
            case AllowListed.Never:
                return judge.RefuseListed(action, lists.RefusedBy(action));
        }

        var isSend = action.Kind == OtpGuardedKind.Send;
        var older = await olderCounts.FindAsync(action, cancellationToken);
        var limits = older.Narrow(rules.Of(action));
        var checks = isSend ? older.Narrow(rules.OfChecksAfter(action)) : [];
        OtpLimit[] byHand = isSend ? [.. rules.ByHand(action)] : [];
        // Both are under way before the first is awaited: one round trip.
        var finding = isSend ? counters.FindAsync(CountersOf([.. checks, .. byHand]), cancellationToken).AsTask() : NothingFound;
        // If the visitor leaves, what was taken must still be known, to be given back.
        var taking = counters.TakeAsync(CountersOf(limits), CancellationToken.None).AsTask();
        try
        {
            await Task.WhenAll((Task)taking, finding);
        }
        catch (Exception) when (taking.IsCompletedSuccessfully)
        {
            action.Taken = GrantedOf(Answered(limits, await taking));
            _ = TryUndoAsync(action);
            throw;
        }

        var taken = older.Add(Answered(limits, await taking));
        var found = await finding;
        action.Taken = GrantedOf(taken);
        foreach (var (limit, count) in taken)
        {
            if (limit is { Role: OtpLimitRole.Guard, Name: not null } && count.HasTurned && judge.Enforces(action, limit.Kind))
            {
                Notice(action.Key.Campaign, limit, count);
            }
        }

        var ofChecks = older.Add(Answered(checks, found));
        var refusal = isSend
            ? Longest(
                judge.OfSend(action, taken, ofChecks),
                judge.OfChecks(action, ofChecks),
                judge.ByHand(action, Answered(byHand, found, from: checks.Length)))
            : judge.OfChecks(action, taken);
        if (refusal is not null)
        {
            _ = TryUndoAsync(action);
        }
        else if (action.Kind == OtpGuardedKind.Send && taken.Length > 0)
        {
            // The counters are asked one after the other, and may have clocks of their own. Each has counted this then or later.
            action.Sent = rules.CountsOf(action, taken.Min(one => one.Count.At));
        }

        return refusal;
    }

    public async ValueTask EndAsync(OtpGuardedAction action, OtpGuardedEnd end)
    {
        switch (end)
        {
            case OtpGuardedEnd.NotDone:
                await UndoAsync(action);
                break;
            case OtpGuardedEnd.Failed:
                await GiveBackAsync(action.Taken.Where(taken => taken.Limit.Role == OtpLimitRole.Guard || SendsKept.Counts(taken.Limit.Role)).Select(taken => ReturnOf(taken)));
                break;
            case OtpGuardedEnd.Verified:
                var ofSend = action.Sent is { } sent ? rules.OfVerified(action, sent) : [];
                await GiveBackAsync(action.Taken.Select(taken => ReturnOf(taken, hasSucceeded: true)).Concat(ofSend));
                break;
            case OtpGuardedEnd.Sent:
            default:
                // An attack on one number must not close its prefix to the others, and to the number's owner. It counts in its country. And what is
                // kept for when a number is used up is given back as long as it is not.
                await GiveBackAsync(action.Taken.Select(taken => taken.Limit switch
                {
                    { Role: OtpLimitRole.Guard, Kind: OtpLimitKind.Prefix } when !action.IsOfFewForNumber => ReturnOf(taken),
                    { Role: var role } when SendsKept.IsKept(role) && role != action.KeptBy => ReturnOf(taken),
                    _ => null,
                }).OfType<OtpCounterReturn>());
                break;
        }
    }

    // Whoever comes back when one of them ends must not be refused by the next.
    private static OtpRefusal? Longest(params ReadOnlySpan<OtpRefusal?> refusals)
    {
        OtpRefusal? longest = null;
        foreach (var refusal in refusals)
        {
            longest = longest is null || refusal?.RetryAfter > longest.RetryAfter ? refusal : longest;
        }

        return longest;
    }

    private static OtpCounter[] CountersOf(OtpLimit[] limits) => Array.ConvertAll(limits, limit => limit.Counter);

    // Of a counter that was never taken from the store knows nothing.
    private static TakenLimit[] Answered(OtpLimit[] limits, IReadOnlyList<OtpCount?> counts, int from = 0)
    {
        var answered = new TakenLimit[limits.Length];
        var length = 0;
        for (var n = 0; n < limits.Length; n++)
        {
            if (counts[from + n] is { } count)
            {
                answered[length++] = new(limits[n], count);
            }
        }

        return length == limits.Length ? answered : answered[..length];
    }

    private static TakenLimit[] GrantedOf(TakenLimit[] taken) => Array.TrueForAll(taken, one => one.Count.IsGranted) ? taken : Array.FindAll(taken, one => one.Count.IsGranted);

    private void Notice(string campaign, OtpLimit limit, OtpCount count)
    {
        if (count.IsGranted)
        {
            closed.Open(campaign, limit.Counter.Key.Id);
            meter.GuardOpened(campaign, limit.Kind.Word());
            logger.GuardOpened(limit.Kind.Word(), limit.Name!, campaign);
        }
        else
        {
            closed.Close(campaign, limit.Counter.Key.Id, limit.Name!);
            meter.GuardClosed(campaign, limit.Kind.Word());
            logger.GuardClosed(limit.Kind.Word(), limit.Name!, count.Count, campaign);
        }
    }

    // The visitor need not wait for it.
    private async Task TryUndoAsync(OtpGuardedAction action)
    {
        try
        {
            await UndoAsync(action);
        }
        // The counts stay one too high until their windows are over.
        catch (Exception exception)
        {
            logger.StoreFailed(exception);
        }
    }

    private Task UndoAsync(OtpGuardedAction action) => GiveBackAsync(action.Taken.Select(taken => ReturnOf(taken)));

    private async Task GiveBackAsync(IEnumerable<OtpCounterReturn> returns)
    {
        if (returns.ToArray() is { Length: > 0 } all)
        {
            await counters.GiveBackAsync(all, CancellationToken.None);
        }
    }

    private static OtpCounterReturn ReturnOf(TakenLimit taken, int number = 1, bool hasSucceeded = false) => new(taken.Limit.Counter.Key, taken.Limit.Counter.Window)
    {
        At = taken.Count.At,
        Number = number,
        HasSucceeded = hasSucceeded,
        KeepFor = taken.Limit.Counter.KeepFor,
    };
}
