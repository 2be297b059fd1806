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

    // While a campaign's own country is closed.
    private const int UnverifiedOfUnknownAddress = 3;
    private const int UnverifiedOfUnknownPrefix = 5;

    // So many codes to one number count against its prefix in a day.
    private const int CountedPerNumber = 4;

    // So many a browser has where its address has used up its own.
    private const int WrongCodesOfBrowser = 3;

    // Whoever was refused comes again. Whoever has got a code has had his turn: it counts as sent for a day.
    private const int FewAsks = 3;
    private const double CodeSent = 0.5;

    // An address has shown that honest people are behind it.
    private const int GoodAddressFrom = 3;

    // And it is not from there that many codes go where nobody enters them.
    private const int UnverifiedOfCleanAddress = 3;
    private const double UnverifiedPerVerifiedOfCleanAddress = 0.1;

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
    public OtpRefusal? OfSend(OtpGuardedAction action, TakenLimit[] taken)
    {
        var (ofWindow, ofDay) = KeptFor(taken);
        var ofNumber = taken.FirstOrDefault(one => one.Limit is { Kind: OtpLimitKind.Number, Role: OtpLimitRole.Window })?.Count;
        action.IsOfFewForNumber = ofNumber is null or { IsGranted: true, Count: <= CountedPerNumber };
        action.PassesLock = ofDay > 1;
        // Somebody has used up the day's codes to this number, and whoever asks now is unlikely to be that one.
        var isBesieged = ofNumber is { IsGranted: false } && ofDay > 1;
        // Few are kept for all numbers of a prefix together.
        var isOthersTurn = ofNumber is { IsGranted: false } && taken.Any(one => one.Limit.Role == OtpLimitRole.Askers && one.Count.Count > ofDay);
        Learn(action.Key.Campaign, taken);

        TimeSpan? wait = null;
        var isDayOver = false;
        foreach (var one in taken.Where(one => !one.Count.IsGranted && !IsExempt(action, one, taken)))
        {
            var limit = one.Limit;
            if (isBesieged && limit is { Role: OtpLimitRole.Guard, Kind: OtpLimitKind.Prefix })
            {
                continue;
            }

            if (limit.Kind == OtpLimitKind.Number && ofDay > 0 && !isOthersTurn && Enforces(action, limit.Kind))
            {
                isDayOver = true;
            }
            else if (Refuses(action, limit.Kind))
            {
                wait = Longer(wait, one.Count.RetryAfter);
            }
        }

        action.MaxSends = isDayOver ? ofDay : options.Get(action.Key.Campaign).MaxSendsPerMsisdn + ofWindow;
        return wait is null ? null : new(OtpErrorCodes.SendLimitReached) { RetryAfter = wait };
    }

    /// <summary>Judges a check, or a send whose code could not be checked. Null if it may pass.</summary>
    public OtpRefusal? OfChecks(OtpGuardedAction action, TakenLimit[] checks)
    {
        var (ofBrowser, ofAddress, ofCampaign) = (CountOf(OtpLimitKind.Browser), CountOf(OtpLimitKind.Address), CountOf(OtpLimitKind.Campaign));
        // What a check would find that follows the send.
        var next = action.Kind == OtpGuardedKind.Send ? 1 : 0;
        TimeSpan? wait = null;
        foreach (var (limit, count) in checks.Where(check => !check.Count.IsGranted))
        {
            var isExempt = limit.Kind switch
            {
                // Somebody else behind the address may have guessed. A browser of his own costs him a code sent from there, and the campaign's
                // budget, which bounds what all addresses have together, still stands.
                OtpLimitKind.Address => (ofBrowser is null || ofBrowser.IsGranted && ofBrowser.Count + next <= WrongCodesOfBrowser) && ofCampaign is null or { IsGranted: true },
                // The campaign's budget is used up by somebody with many addresses. He has few guesses at each, or none of them has verified visitors.
                OtpLimitKind.Campaign => action.Address is not null && (ofAddress?.Count ?? 0) + next <= WrongCodesOfUnknownAddress + (ofAddress?.Successes ?? 0),
                _ => false,
            };
            if (!isExempt && Refuses(action, limit.Kind))
            {
                wait = Longer(wait, count.RetryAfter);
            }
        }

        return wait is null ? null : new(CodeOf(action.Kind)) { RetryAfter = wait };

        OtpCount? CountOf(OtpLimitKind kind) => checks.FirstOrDefault(check => check.Limit.Kind == kind)?.Count;
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

    // Others may have used up what may be sent to the number. So for a browser that asks for it for the first time, more is kept in each window
    // of the campaign's option, and beyond the day's: one, unless another such browser has had one of the prefix; one if its address has
    // asked for the number three times at most today, and got no code; and one if visitors were verified at that address. None of these can be
    // used up by who has only the former.
    private static (int OfWindow, int OfDay) KeptFor(TakenLimit[] taken)
    {
        if (taken.FirstOrDefault(one => one.Limit.Role == OtpLimitRole.Askers)?.Count is not { } askers)
        {
            return default;
        }

        var asks = taken.FirstOrDefault(one => one.Limit.Role == OtpLimitRole.AsksOfAddress)?.Count;
        var unsuspected = (asks is { Count: <= FewAsks, Successes: < CodeSent } ? 1 : 0)
            + (GuardOf(OtpLimitKind.Address, taken) is { IsGranted: true, Successes: >= GoodAddressFrom } ? 1 : 0);
        return (unsuspected + (askers.Count <= 2 ? 1 : 0), unsuspected + 1);
    }

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
    }

    // A refusal without an end of its own is one all the same.
    private static TimeSpan Longer(TimeSpan? one, TimeSpan? other) =>
        new[] { one ?? TimeSpan.Zero, other ?? TimeSpan.Zero }.Max();
}
