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
        var limits = rules.Of(action).Select(older.Narrow).ToArray();
        var checks = isSend ? rules.OfChecksAfter(action).Select(older.Narrow).ToArray() : [];
        var byHand = isSend ? rules.ByHand(action).ToArray() : [];
        // Both are under way before the first is awaited: one round trip.
        var finding = isSend ? counters.FindAsync([.. checks.Concat(byHand).Select(limit => limit.Counter)], cancellationToken).AsTask() : NothingFound;
        // If the visitor leaves, what was taken must still be known, to be given back.
        var taking = counters.TakeAsync([.. limits.Select(limit => limit.Counter)], CancellationToken.None).AsTask();
        try
        {
            await Task.WhenAll((Task)taking, finding);
        }
        catch (Exception) when (taking.IsCompletedSuccessfully)
        {
            action.Taken = [.. Answered(limits, await taking).Where(one => one.Count.IsGranted)];
            _ = TryUndoAsync(action);
            throw;
        }

        var taken = Answered(limits, await taking).Select(older.Add).ToArray();
        var found = await finding;
        action.Taken = [.. taken.Where(one => one.Count.IsGranted)];
        foreach (var (limit, count) in taken.Where(one => one.Limit is { Role: OtpLimitRole.Guard, Name: not null } && one.Count.HasTurned && judge.Enforces(action, one.Limit.Kind)))
        {
            Notice(action.Key.Campaign, limit, count);
        }

        var refusal = isSend
            ? judge.OfSend(action, taken)
                ?? judge.OfChecks(action, [.. Answered(checks, found).Select(older.Add)])
                ?? judge.ByHand(action, Answered(byHand, found.Skip(checks.Length)))
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
                await GiveBackAsync(action.Taken.Where(taken => taken.Limit.Role == OtpLimitRole.Guard).Select(ReturnOf));
                break;
            case OtpGuardedEnd.Verified:
                var ofSend = action.Sent is { } sent ? rules.OfVerified(action, sent) : [];
                await GiveBackAsync(action.Taken.Select(taken => ReturnOf(taken) with { HasSucceeded = true }).Concat(ofSend));
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

    private static TakenLimit[] Answered(OtpLimit[] limits, IEnumerable<OtpCount?> counts) =>
        [.. limits.Zip(counts).Where(one => one.Second is not null).Select(one => new TakenLimit(one.First, one.Second!))];

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

    private Task UndoAsync(OtpGuardedAction action) => GiveBackAsync(action.Taken.Select(ReturnOf));

    private async Task GiveBackAsync(IEnumerable<OtpCounterReturn> returns)
    {
        if (returns.ToArray() is { Length: > 0 } all)
        {
            await counters.GiveBackAsync(all, CancellationToken.None);
        }
    }

    private static OtpCounterReturn ReturnOf(TakenLimit taken) =>
        new(taken.Limit.Counter.Key, taken.Limit.Counter.Window) { At = taken.Count.At, KeepFor = taken.Limit.Counter.KeepFor };
}
