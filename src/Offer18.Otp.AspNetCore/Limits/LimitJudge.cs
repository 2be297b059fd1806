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

    // Whoever was refused comes again. Whoever has got a code has had his turn: it counts as sent for a day.
    private const int FewAsks = 3;
    private const double CodeSent = 0.5;

    // In a window, of all numbers of a prefix together, those who asked in the usual way included.
    private const int MostOfAnybody = 2;
    private const int MostNew = 5;

    // An address has shown that honest people are behind it: three, of whom the first was not long ago.
    private const double GoodAddressFrom = 2.5;

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
        var settings = options.Get(action.Key.Campaign);
        var kept = KeptFor(taken);
        var ofNumber = taken.FirstOrDefault(one => one.Limit is { Kind: OtpLimitKind.Number, Role: OtpLimitRole.Window })?.Count;
        action.IsOfFewForNumber = ofNumber is null or { IsGranted: true, Count: <= CountedPerNumber };
        action.IsBeyondDay = ofNumber is { IsGranted: false };
        // Whoever asks now is unlikely to be the one who has used up the number, or locked it.
        action.PassesLock = kept >= Kept.ForNewAddress;
        Learn(action.Key.Campaign, taken);

        TimeSpan? wait = null;
        var isDayOver = false;
        foreach (var one in taken.Where(one => !one.Count.IsGranted && !IsExempt(action, one, taken)))
        {
            var limit = one.Limit;
            if (limit.Role == OtpLimitRole.KeptForAddress
                || action is { IsBeyondDay: true, PassesLock: true } && limit is { Role: OtpLimitRole.Guard, Kind: OtpLimitKind.Prefix })
            {
                continue;
            }

            if (limit.Kind == OtpLimitKind.Number && kept != Kept.Nothing && Enforces(action, limit.Kind))
            {
                isDayOver = true;
            }
            else if (Refuses(action, limit.Kind))
            {
                // What is kept comes anew with each window.
                wait = Longer(wait, limit.Kind == OtpLimitKind.Number && action.IsFirstForNumber && one.Count.RetryAfter > settings.SendWindow ? settings.SendWindow : one.Count.RetryAfter);
            }
        }

        action.MaxSends = isDayOver ? MostBeyondDay(kept) : settings.MaxSendsPerMsisdn + (int)kept;
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

    private static OtpCount? CountOf(OtpLimitRole role, TakenLimit[] taken) => taken.FirstOrDefault(one => one.Limit.Role == role)?.Count;

    private static OtpCount? GuardOf(OtpLimitKind kind, TakenLimit[] taken) =>
        taken.FirstOrDefault(one => one.Limit.Role == OtpLimitRole.Guard && one.Limit.Kind == kind)?.Count;

    // Who has more on his side gets more, so that the others cannot use it up.
    private static int MostBeyondDay(Kept kept) => kept switch
    {
        Kept.ForGoodAddress => 5,
        Kept.ForNewAddress => 3,
        _ => 1,
    };

    // Others may have used up what may be sent to the number. So for a browser that asks for it for the first time, more is kept in each window, beyond
    // the option's number and the day's. An address that has asked for numbers of the prefix three times at most today, and got no code, gets one, unless
    // five have; an address where visitors were verified gets two in each window, whatever other addresses get; and one more is for
    // whoever comes first. All numbers of a prefix share it.
    private static Kept KeptFor(TakenLimit[] taken)
    {
        if (CountOf(OtpLimitRole.Askers, taken) is not { } askers)
        {
            return Kept.Nothing;
        }

        // Attackers have new addresses, too: a network of IPv6 has tens of thousands.
        var isNewAddress = CountOf(OtpLimitRole.AsksOfAddress, taken) is { Count: <= FewAsks, Successes: < CodeSent } && askers.Count <= MostNew;
        var isGoodAddress = GuardOf(OtpLimitKind.Address, taken) is { IsGranted: true, Successes: >= GoodAddressFrom }
            && CountOf(OtpLimitRole.KeptForAddress, taken) is { IsGranted: true };
        return isGoodAddress ? Kept.ForGoodAddress : isNewAddress ? Kept.ForNewAddress : askers.Count <= MostOfAnybody ? Kept.ForAnybody : Kept.Nothing;
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

    // Whom what is kept is for, and how many codes that is beyond those of a window.
    private enum Kept
    {
        Nothing = 0,
        ForAnybody = 1,
        ForNewAddress = 2,
        ForGoodAddress = 3,
    }
}
