using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>
/// Decides by the counters' answers whether an action is refused. A limit that would refuse but only records says so, and lets the action pass.
/// </summary>
internal sealed class LimitJudge(
    CampaignHistory history, IOptionsMonitor<Offer18OtpOptions> options, OtpMeter meter, ILogger<LimitJudge> logger)
{
    // Beyond the campaign's budget of wrong codes.
    private const int WrongCodesOfUnknownAddress = 2;
    private const double WrongCodesPerVerified = 0.1;
    private const int WrongCodesOfBrowserAtGoodAddress = 2;

    // While a campaign's own country is closed.
    private const int UnverifiedOfUnknownAddress = 3;
    private const int UnverifiedOfUnknownPrefix = 5;

    // So many codes to one number count against its prefix in a day.
    private const int CountedPerNumber = 4;

    // So many a browser has where its address has used up its own.
    private const int WrongCodesOfBrowser = 3;

    // An address has shown that honest people are behind it: three, of whom the first was not long ago.
    private const double GoodAddressFrom = 2.5;

    // And it is not from there that many codes go where nobody enters them.
    private const int UnverifiedOfCleanAddress = 5;
    private const double UnverifiedPerVerifiedOfCleanAddress = 0.2;

    /// <summary>Refuses what the owner's lists refuse.</summary>
    public OtpRefusal RefuseListed(OtpGuardedAction action, OtpLimitKind kind)
    {
        Tell(action, kind, OtpLimitMode.Enforce);
        return new(CodeOf(action.Kind));
    }

    /// <summary>Refuses what the operator has closed by hand, whatever the mode. Null if it is nothing.</summary>
    public OtpRefusal? ByHand(OtpGuardedAction action, IEnumerable<TakenLimit> closed)
    {
        if (closed.Select(one => one.Count).FirstOrDefault(count => !count.IsGranted) is not { } count)
        {
            return null;
        }

        Tell(action, OtpLimitKind.Prefix, OtpLimitMode.Enforce);
        return new(OtpErrorCodes.SendLimitReached) { RetryAfter = count.RetryAfter };
    }

    /// <summary>Says that the number's own limit, which the store of challenges counts, has refused the action.</summary>
    public void TellOfNumber(OtpGuardedAction action) => Tell(action, OtpLimitKind.Number, OtpLimitMode.Enforce);

    /// <summary>Judges a send, and says in the action how many codes the number may get. Null if the send may pass.</summary>
    /// <param name="action">The send.</param>
    /// <param name="taken">What the counters of the send have answered.</param>
    /// <param name="checks">What the counters of a check that follows it have answered.</param>
    public OtpRefusal? OfSend(OtpGuardedAction action, TakenLimit[] taken, TakenLimit[] checks)
    {
        var kept = SendsKept.For(taken, GuardOf(OtpLimitKind.Address, taken) is { IsGranted: true, Successes: >= GoodAddressFrom });
        var ofNumber = taken.FirstOrDefault(one => one.Limit is { Kind: OtpLimitKind.Number, Role: OtpLimitRole.Window })?.Count;
        action.IsOfFewForNumber = ofNumber is null or { IsGranted: true, Count: <= CountedPerNumber };
        action.IsBeyondDay = ofNumber is { IsGranted: false };
        action.KeptBy = action.IsBeyondDay ? kept.Role : action.CodesBefore == 0 ? OtpLimitRole.KeptForAnybody : null;
        // A browser's own wrong codes are no reason to let it pass the lock that they led to.
        var mayHaveGuessed = checks.Any(check => check is { Limit.Kind: OtpLimitKind.Browser, Count.Count: > 0 })
            || action.CodesBefore > 0 && ModeOf(action, OtpLimitKind.Browser) == OtpLimitMode.Off;
        action.PassesLock = !mayHaveGuessed && kept.MayPassLock(action.CodesBefore);
        Learn(action.Key.Campaign, taken);

        TimeSpan? wait = null;
        var isDayOver = false;
        foreach (var one in taken.Where(one => !one.Count.IsGranted && !IsExempt(action, one, taken)))
        {
            var limit = one.Limit;
            if (SendsKept.Counts(limit.Role)
                || action.IsBeyondDay && kept.IsForUnlikelyAttacker && limit is { Role: OtpLimitRole.Guard, Kind: OtpLimitKind.Prefix })
            {
                continue;
            }

            if (limit.Kind == OtpLimitKind.Number && kept.Role is not null && Enforces(action, limit.Kind))
            {
                isDayOver = true;
            }
            else if (Refuses(action, limit.Kind))
            {
                // What is kept will be free before, for the number and, with it, for its prefix.
                var isKeptLater = limit.Kind == OtpLimitKind.Number
                    || action.IsBeyondDay && kept.IsForUnlikelyAttackerLater && limit is { Role: OtpLimitRole.Guard, Kind: OtpLimitKind.Prefix };
                wait = Longer(wait, isKeptLater && kept.RetryAfter < one.Count.RetryAfter ? kept.RetryAfter : one.Count.RetryAfter);
            }
        }

        action.MaxSends = isDayOver ? kept.BeyondDay : options.Get(action.Key.Campaign).MaxSendsPerMsisdn + kept.BeyondWindow;
        return wait is null ? null : new(OtpErrorCodes.SendLimitReached) { RetryAfter = wait };
    }

    /// <summary>Judges a check, or a send whose code could not be checked. Null if it may pass.</summary>
    public OtpRefusal? OfChecks(OtpGuardedAction action, TakenLimit[] checks)
    {
        var (ofBrowser, ofAddress, ofCampaign) = (CountOf(OtpLimitKind.Browser), CountOf(OtpLimitKind.Address), CountOf(OtpLimitKind.Campaign));
        // What is not counted cannot speak for anybody.
        var areBrowsersCounted = ModeOf(action, OtpLimitKind.Browser) != OtpLimitMode.Off;
        var areAddressesCounted = action.Address is not null && ModeOf(action, OtpLimitKind.Address) != OtpLimitMode.Off;
        var isCampaignCounted = ModeOf(action, OtpLimitKind.Campaign) != OtpLimitMode.Off;
        // What a check would find that follows the send.
        var next = action.Kind == OtpGuardedKind.Send ? 1 : 0;
        TimeSpan? wait = null;
        foreach (var (limit, count) in checks.Where(check => !check.Count.IsGranted))
        {
            var isExempt = limit.Kind switch
            {
                // Somebody else behind the address may have guessed. A browser of his own costs him a code sent from there, and the campaign's
                // budget, which bounds what all addresses have together, still stands.
                OtpLimitKind.Address => isCampaignCounted && HasFew(WrongCodesOfBrowser)
                    && (ofCampaign is null or { IsGranted: true } || ofAddress!.Successes >= GoodAddressFrom && HasFew(WrongCodesOfBrowserAtGoodAddress)),
                // The campaign's budget is used up by somebody with many addresses. He has few guesses at each, or each of them costs him an SMS.
                OtpLimitKind.Campaign => areAddressesCounted
                    && ((ofAddress?.Count ?? 0) + next <= WrongCodesOfUnknownAddress + (WrongCodesPerVerified * (ofAddress?.Successes ?? 0))
                        || ofAddress?.Successes >= GoodAddressFrom && HasFew(WrongCodesOfBrowserAtGoodAddress)),
                _ => false,
            };
            if (!isExempt && Refuses(action, limit.Kind))
            {
                wait = Longer(wait, count.RetryAfter);
            }
        }

        return wait is null ? null : new(CodeOf(action.Kind)) { RetryAfter = wait };

        OtpCount? CountOf(OtpLimitKind kind) => checks.FirstOrDefault(check => check.Limit.Kind == kind)?.Count;

        bool HasFew(int most) => areBrowsersCounted && (ofBrowser is null || ofBrowser.IsGranted && ofBrowser.Count + next <= most);
    }

    private static string CodeOf(OtpGuardedKind kind) => kind == OtpGuardedKind.Send ? OtpErrorCodes.SendLimitReached : OtpErrorCodes.AttemptsExhausted;

    // One guard is closed. Whoever the others show to be unlikely to have closed it passes, and so does who has proved the number before.
    private static bool IsExempt(OtpGuardedAction action, TakenLimit one, TakenLimit[] taken)
    {
        var address = GuardOf(OtpLimitKind.Address, taken);
        var prefix = GuardOf(OtpLimitKind.Prefix, taken);
        var isFewForPrefix = prefix is null || prefix.Count <= UnverifiedOfUnknownPrefix + prefix.Successes;
        var isGood = address?.Successes >= GoodAddressFrom;
        return one.Limit.Kind switch
        {
            OtpLimitKind.Prefix => action.HasProvedNumber
                || isGood && address!.IsGranted && address.Count <= UnverifiedOfCleanAddress + (UnverifiedPerVerifiedOfCleanAddress * address.Successes),
            // A campaign's own country, where most visitors are honest, stays open to all who come from an address and a prefix that few codes were
            // asked for, as far as these are counted; another one to addresses where visitors are verified.
            OtpLimitKind.Country => action.HasProvedNumber
                || (IsOwn(one) ? (isGood || address is null or { Count: <= UnverifiedOfUnknownAddress }) && isFewForPrefix : isGood),
            // Thousands are behind an operator's address. One who attacks from there gets what the prefixes and the country let pass.
            OtpLimitKind.Address => one.Limit.Role == OtpLimitRole.Guard && isGood && isFewForPrefix
                && taken.Any(IsOwn) && taken.All(other => other.Limit.Kind != OtpLimitKind.Country || other.Count.IsGranted),
            _ => false,
        };
    }

    // Whether it is the guard of a campaign's own country.
    private static bool IsOwn(TakenLimit one) => one.Limit is { Kind: OtpLimitKind.Country, Counter: { LimitOfUnknown: not null } counter } && one.Count.Successes >= counter.KnownFrom;

    private static OtpCount? GuardOf(OtpLimitKind kind, TakenLimit[] taken) =>
        taken.FirstOrDefault(one => one.Limit.Role == OtpLimitRole.Guard && one.Limit.Kind == kind)?.Count;

    private void Learn(string campaign, TakenLimit[] taken)
    {
        foreach (var (limit, count) in taken)
        {
            if (limit.Role == OtpLimitRole.History)
            {
                history.Learn(campaign, count);
            }
            else if (limit is { Kind: OtpLimitKind.Country, Name: { } country })
            {
                history.LearnCountry(campaign, country, count);
            }
        }
    }

    /// <summary>Whether limits of this kind refuse anything.</summary>
    public bool Enforces(OtpGuardedAction action, OtpLimitKind kind) => ModeOf(action, kind) == OtpLimitMode.Enforce;

    private OtpLimitMode ModeOf(OtpGuardedAction action, OtpLimitKind kind) => options.Get(action.Key.Campaign).Limits.ModeOf(kind);

    private bool Refuses(OtpGuardedAction action, OtpLimitKind kind)
    {
        var mode = ModeOf(action, kind);
        Tell(action, kind, mode);
        return mode == OtpLimitMode.Enforce;
    }

    private void Tell(OtpGuardedAction action, OtpLimitKind kind, OtpLimitMode mode)
    {
        var operation = action.Kind == OtpGuardedKind.Send ? "generate" : "verify";
        meter.LimitReached(action.Key.Campaign, operation, kind.Word(), mode.Word());
        logger.LimitReached(operation, kind.Word(), mode.Word(), action.Key.Campaign);
        action.Reached = [.. action.Reached.Except([(kind, mode)]), (kind, mode)];
    }

    // A refusal without an end of its own is one all the same.
    private static TimeSpan Longer(TimeSpan? one, TimeSpan? other) =>
        new[] { one ?? TimeSpan.Zero, other ?? TimeSpan.Zero }.Max();
}
