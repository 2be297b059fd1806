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
    private static readonly Task<IReadOnlyList<OtpCount?>> NothingFound = Task.FromResult<IReadOnlyList<OtpCount?>>([]);

    // Beyond the campaign's budget of wrong codes.
    private const int WrongCodesOfUnknownAddress = 2;

    // While a campaign's own country is closed.
    private const int UnverifiedOfUnknownAddress = 3;
    private const int UnverifiedOfUnknownPrefix = 5;

    // So many codes to one number count against its prefix in a day.
    private const int CountedPerNumber = 4;

    // Whoever was refused comes again. Whoever has got a code has had his turn: it counts as sent for a day.
    private const int FewAsks = 3;
    private const double CodeSent = 0.5;

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
        var checks = action.Kind == OtpGuardedKind.Send ? rules.OfChecksAfter(action).ToArray() : [];
        // Both are under way before the first is awaited: one round trip.
        var found = checks.Length > 0 ? counters.FindAsync([.. checks.Select(limit => limit.Counter)], cancellationToken).AsTask() : NothingFound;
        var taking = counters.TakeAsync([.. limits.Select(limit => limit.Counter)], cancellationToken).AsTask();
        await Task.WhenAll((Task)taking, found);
        var counts = await taking;
        action.Taken = [.. limits.Zip(counts).Where(taken => taken.Second.IsGranted).Select(taken => new TakenCounter(taken.First, taken.Second.At))];
        foreach (var (limit, count) in limits.Zip(counts))
        {
            Notice(action.Key.Campaign, limit, count);
        }

        var refusal = action.Kind == OtpGuardedKind.Send
            ? JudgeSend(action, limits, counts) ?? JudgeChecks(action, Known(checks, await found))
            : JudgeChecks(action, Known(limits, counts));
        if (refusal is not null)
        {
            // What was refused leaves something behind only where somebody asks for one number again and again.
            GiveBackInBackground(action, taken => taken.Limit.Role != OtpLimitRole.AsksOfAddress || action.IsOfFewForNumber);
        }
        else if (action.Kind == OtpGuardedKind.Send && counts.Count > 0)
        {
            // The counters are asked one after the other, and may have clocks of their own. Each has counted this then or later.
            action.Sent = rules.CountsOf(action, counts.Min(count => count.At));
        }

        return refusal;
    }

    public async ValueTask EndAsync(OtpGuardedAction action, OtpGuardedEnd end)
    {
        switch (end)
        {
            case OtpGuardedEnd.NotDone:
                await GiveBackAsync(action, taken => taken.Limit.Role != OtpLimitRole.AsksOfAddress || action.IsOfFewForNumber);
                break;
            case OtpGuardedEnd.Failed:
                await GiveBackAsync(action, taken => taken.Limit.Role == OtpLimitRole.Guard);
                break;
            case OtpGuardedEnd.Verified:
                await VerifiedAsync(action);
                break;
            case OtpGuardedEnd.Sent:
            default:
                await SentAsync(action);
                break;
        }
    }

    private static string CodeOf(OtpGuardedKind kind) => kind == OtpGuardedKind.Send ? OtpErrorCodes.SendLimitReached : OtpErrorCodes.AttemptsExhausted;

    private static string OperationOf(OtpGuardedKind kind) => kind == OtpGuardedKind.Send ? "generate" : "verify";

    private static string WordOf(Enum value) => value.ToString().ToLowerInvariant();

    private OtpRefusal? JudgeSend(OtpGuardedAction action, OtpLimit[] limits, IReadOnlyList<OtpCount> counts)
    {
        var (ofWindow, ofDay) = KeptFor(limits, counts);
        var ofNumber = limits.Zip(counts).FirstOrDefault(taken => taken.First is { Kind: OtpLimitKind.Number, Role: OtpLimitRole.Window }).Second;
        action.IsOfFewForNumber = ofNumber is null or { IsGranted: true, Count: <= CountedPerNumber };
        action.PassesLock = ofDay > 1;
        // Somebody has used up the day's codes to this number, and whoever asks now is unlikely to be that one.
        var isBesieged = ofNumber is { IsGranted: false } && ofDay > 1;
        TimeSpan? wait = null;
        var isDayOver = false;
        foreach (var (limit, count) in limits.Zip(counts))
        {
            if (limit.Role == OtpLimitRole.History)
            {
                history.Learn(action.Key.Campaign, count);
            }
            else if (limit is { Kind: OtpLimitKind.Country, Name: { } country })
            {
                history.LearnCountry(action.Key.Campaign, country, count);
            }

            var isExempt = isBesieged && limit is { Role: OtpLimitRole.Guard, Kind: not OtpLimitKind.Address } || IsExempt(limit, count, limits, counts);
            if (!count.IsGranted && !isExempt && Refuses(action, limit.Kind))
            {
                var isDay = limit.Kind == OtpLimitKind.Number;
                isDayOver |= isDay;
                wait = isDay && ofDay > 0 ? wait : Longer(wait, count.RetryAfter);
            }
        }

        action.MaxSends = isDayOver ? ofDay : options.Get(action.Key.Campaign).MaxSendsPerMsisdn + ofWindow;
        return wait is null ? null : new(OtpErrorCodes.SendLimitReached) { RetryAfter = wait };
    }

    // A closed country stays open where visitors are verified: to their addresses. And a campaign's own country, where most visitors are honest,
    // stays open to all who come from an address and a prefix that few codes were asked for.
    private static bool IsExempt(OtpLimit limit, OtpCount count, OtpLimit[] limits, IReadOnlyList<OtpCount> counts)
    {
        if (limit.Kind != OtpLimitKind.Country)
        {
            return false;
        }

        var guards = limits.Zip(counts).Where(taken => taken.First.Role == OtpLimitRole.Guard).ToArray();
        var address = guards.FirstOrDefault(taken => taken.First.Kind == OtpLimitKind.Address).Second;
        var prefix = guards.First(taken => taken.First.Kind == OtpLimitKind.Prefix).Second;
        var isGood = address?.Successes >= GoodAddressFrom;
        var isOwn = limit.Counter.LimitOfUnknown is not null && count.Successes >= limit.Counter.KnownFrom;
        return isOwn
            ? (isGood || address?.Count <= UnverifiedOfUnknownAddress) && prefix.Count <= UnverifiedOfUnknownPrefix + prefix.Successes
            : isGood;
    }

    // Others may have used up what may be sent to the number. So for a browser that asks for it for the first time, more is kept in each window
    // of the campaign's option, and one code in each window beyond the day's: one, unless another such browser has had it; one if its address has
    // asked for the number three times at most today, and got no code; and one if visitors were verified at that address. None of these can be used up by who has only the former.
    private static (int OfWindow, int OfDay) KeptFor(OtpLimit[] limits, IReadOnlyList<OtpCount> counts)
    {
        var taken = limits.Zip(counts).ToArray();
        if (taken.FirstOrDefault(one => one.First.Role == OtpLimitRole.Askers).Second is not { } askers)
        {
            return default;
        }

        var unsuspected = taken.Count(one => one.First.Role == OtpLimitRole.AsksOfAddress && one.Second is { Count: <= FewAsks, Successes: < CodeSent }
            || one.First is { Role: OtpLimitRole.Guard, Kind: OtpLimitKind.Address } && one.Second is { IsGranted: true, Successes: >= GoodAddressFrom });
        return (unsuspected + (askers.Count <= 2 ? 1 : 0), unsuspected + 1);
    }

    private OtpRefusal? JudgeChecks(OtpGuardedAction action, (OtpLimit Limit, OtpCount Count)[] checks)
    {
        var ofAddress = checks.FirstOrDefault(check => check.Limit.Kind == OtpLimitKind.Address).Count;
        TimeSpan? wait = null;
        foreach (var (limit, count) in checks.Where(check => !check.Count.IsGranted))
        {
            // The campaign's budget is used up by somebody with many addresses. He has few guesses at each, or none of them has verified visitors.
            var isExempt = limit.Kind == OtpLimitKind.Campaign
                && action.Address is not null && (ofAddress?.Count ?? 0) <= WrongCodesOfUnknownAddress + (ofAddress?.Successes ?? 0);
            if (!isExempt && Refuses(action, limit.Kind))
            {
                wait = Longer(wait, count.RetryAfter);
            }
        }

        return wait is null ? null : new(CodeOf(action.Kind)) { RetryAfter = wait };
    }

    private static (OtpLimit Limit, OtpCount Count)[] Known(OtpLimit[] limits, IEnumerable<OtpCount?> counts) =>
        [.. limits.Zip(counts).Where(known => known.Second is not null).Select(known => (known.First, known.Second!))];

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
        if (limit.Role != OtpLimitRole.Guard || limit.Name is null || !count.HasTurned)
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

    private async Task SentAsync(OtpGuardedAction send)
    {
        // An attack on one number must not close its prefix to the others, and to the number's owner.
        var guards = send.Taken.Where(taken => !send.IsOfFewForNumber && taken.Limit is { Role: OtpLimitRole.Guard, Kind: not OtpLimitKind.Address });
        var asks = send.Taken.Where(taken => taken.Limit.Role == OtpLimitRole.AsksOfAddress);
        OtpCounterReturn[] returns = [.. guards.Select(ReturnOf), .. asks.Select(taken => ReturnOf(taken) with { Number = 0, HasSucceeded = true })];
        if (returns.Length > 0)
        {
            await counters.GiveBackAsync(returns, CancellationToken.None);
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

    // The visitor need not wait for it.
    private void GiveBackInBackground(OtpGuardedAction action, Func<TakenCounter, bool> isMeant)
    {
        _ = TryAsync();

        async Task TryAsync()
        {
            try
            {
                await GiveBackAsync(action, isMeant);
            }
            // The counts stay one too high until their windows are over.
            catch (Exception exception)
            {
                logger.StoreFailed(exception);
            }
        }
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

    // A refusal without an end of its own is one all the same.
    private static TimeSpan Longer(TimeSpan? one, TimeSpan? other) =>
        new[] { one ?? TimeSpan.Zero, other ?? TimeSpan.Zero }.Max();
}
