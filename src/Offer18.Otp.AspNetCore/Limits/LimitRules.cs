using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>
/// Says which limits an action has to pass. Each is one counter. Windows of a campaign's options count what happened; guards count what was sent and
/// never verified.
/// </summary>
internal sealed class LimitRules(IOptionsMonitor<Offer18OtpOptions> options, OtpDigests digests, CampaignHistory history)
{
    private const int DigestLength = 9;
    private const int DigitsBelowPrefix = 4;
    private const int ShortestPrefix = 3;

    // Each verified visitor of the last day or two lets a guard have a quarter of an unverified code more, so that a large operator's address has
    // room for all whose codes are on their way.
    private const double UnverifiedPerVerified = 0.25;
    private const double WrongCodesPerVerified = 0.5;

    // Of honest visitors not one code in ten is wrong.
    private const double WrongCodesPerVerifiedOfCampaign = 0.1;
    private const int UnknownCountry = 10;
    private const int ForeignTogether = 3;

    // An honest visitor asks once more, because no message came, or mistypes his number.
    private const int MostFewCodes = 3;
    private const double FewOfDay = 0.3;
    private const int CodesOfNewAddress = 2;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>A closed guard lets one pass after nobody has tried for this long, and after four such times whoever tries.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(30);

    /// <summary>The limits that an action has to pass.</summary>
    /// <param name="action">The action.</param>
    /// <param name="generation">Which of the campaign's digest keys the counters' names have: 0 is the one that writes.</param>
    public IEnumerable<OtpLimit> Of(OtpGuardedAction action, int generation = 0)
    {
        var limits = options.Get(action.Key.Campaign).Limits;
        var all = action.Kind == OtpGuardedKind.Send ? OfSend(action, limits, generation) : OfCheck(action, limits, generation);
        return all.Where(limit => limits.ModeOf(limit.Kind) != OtpLimitMode.Off);
    }

    /// <summary>How often each limit of an action may have been counted by another name: the campaign's older digest keys.</summary>
    public int OlderGenerations(string campaign) => digests.GenerationsOf(campaign) - 1;

    /// <summary>What is counted of a number in a day.</summary>
    public IEnumerable<OtpLimit> OfNumber(string campaign, MsisdnDigest msisdnDigest) =>
        [NumberOfDay(campaign, msisdnDigest, hasProved: false), NumberOfDay(campaign, msisdnDigest, hasProved: true)];

    /// <summary>A prefix's guard and what closes it by hand, with each of the campaign's digest keys. The first is the one that writes.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="prefix">The prefix: digits.</param>
    public IEnumerable<(OtpLimit Guard, OtpLimit ClosedByHand)> OfPrefix(string campaign, string prefix) =>
        Enumerable.Range(0, digests.GenerationsOf(campaign)).Select(generation => Digest(campaign, prefix, generation))
            .Select(digest => (PrefixGuard(campaign, options.Get(campaign).Limits, digest, "+" + prefix), ClosedByHand(campaign, digest)));

    /// <summary>The digits of a prefix that somebody has written; null if it cannot be one.</summary>
    public static string? PrefixFrom(string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal).TrimStart('+');
        return digits.Length is >= ShortestPrefix and <= AllowLists.LongestNumber - DigitsBelowPrefix && digits.All(char.IsAsciiDigit) && digits[0] != '0' ? digits : null;
    }

    /// <summary>What may have closed the action's prefix by hand.</summary>
    public IEnumerable<OtpLimit> ByHand(OtpGuardedAction action) => action switch
    {
        { Kind: not OtpGuardedKind.Send } => [],
        { Sent: { } sent } => [ClosedByHand(action.Key.Campaign, sent.Prefix)],
        { Digits: { } digits } => OfPrefix(action.Key.Campaign, PrefixOf(digits)).Select(one => one.ClosedByHand),
        _ => [],
    };

    /// <summary>
    /// Which limits a check of this browser, from this address, has to pass. Where no code can be checked, none is sent.
    /// </summary>
    public IEnumerable<OtpLimit> OfChecksAfter(OtpGuardedAction send, int generation = 0) => Of(send with { Kind = OtpGuardedKind.Check }, generation);

    /// <summary>What a send is counted by, for the browser to keep.</summary>
    public OtpSendCounts? CountsOf(OtpGuardedAction action, DateTimeOffset at) => action switch
    {
        { Sent: { } before } => before with { Address = AddressOf(action), At = at.ToUnixTimeMilliseconds(), Number = action.CodesBefore + 1 },
        { Digits: { } digits, Country: { } country } => new(
            AddressOf(action), Digest(action.Key.Campaign, PrefixOf(digits), 0), country, at.ToUnixTimeMilliseconds()) { Number = action.CodesBefore + 1 },
        _ => null,
    };

    /// <summary>What the verification of a number gives back to.</summary>
    public IEnumerable<OtpCounterReturn> OfVerified(OtpGuardedAction check, OtpSendCounts sent)
    {
        var campaign = check.Key.Campaign;
        var settings = options.Get(campaign);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(sent.At);
        IEnumerable<OtpLimit?> limits =
        [
            sent.Address is { } address ? AddressWindow(campaign, settings, address) : null,
            sent.Address is { } guarded ? AddressGuard(campaign, settings.Limits, guarded) : null,
            PrefixGuard(campaign, settings.Limits, sent.Prefix, null),
            CountryGuard(campaign, settings.Limits, sent.Country),
            history.IsForeign(campaign, sent.Country) ? ForeignGuard(campaign, settings.Limits) : null,
            Campaign(campaign),
        ];
        return limits.OfType<OtpLimit>().Where(limit => settings.Limits.ModeOf(limit.Kind) != OtpLimitMode.Off).Select(limit => new OtpCounterReturn(limit.Counter.Key, limit.Counter.Window)
        {
            At = at,
            Number = limit switch { { Role: OtpLimitRole.Guard } => history.WorthOfSuccess(campaign, limit.Kind), { Kind: OtpLimitKind.Address } => 1, _ => 0 },
            HasSucceeded = true,
            KeepFor = limit.Counter.KeepFor,
        });
    }

    private IEnumerable<OtpLimit> OfSend(OtpGuardedAction action, OtpLimitOptions limits, int generation)
    {
        var campaign = action.Key.Campaign;
        var settings = options.Get(campaign);
        yield return NumberOfDay(campaign, action.Key.MsisdnDigest, action.HasProvedNumber);
        // Who has had more is not kept out by others, and who has proved the number has a day of his own.
        if (action is { HasProvedNumber: false, CodesBefore: var before } && before < FewCodes(limits) && (action.Sent?.Prefix ?? (action.Digits is { } asked ? Digest(campaign, PrefixOf(asked), generation) : null)) is { } ofPrefix)
        {
            // Of a prefix, so that somebody who has many numbers is not kept more for than one who has one.
            yield return Kept(OtpLimitRole.KeptForAnybody, $"k.{ofPrefix}", settings.SendWindow, SendsKept.ForAnybody);
            if (AddressOf(action, generation) is { } asking)
            {
                var ofAddress = Digest(campaign, $"{asking} {ofPrefix}", generation);
                yield return Kept(OtpLimitRole.CodeToAddress, $"f.{ofAddress}", Day, CodesOfNewAddress);
                yield return Kept(OtpLimitRole.KeptForNewAddress, $"kn.{ofPrefix}", settings.SendWindow / SendsKept.ForNewAddresses);
                yield return Kept(OtpLimitRole.KeptForGoodAddress, $"ka.{ofAddress}", settings.SendWindow, SendsKept.ForGoodAddress);
            }
        }

        if (!action.IsNewBrowser)
        {
            yield return new(OtpLimitKind.Browser, new(new(campaign, $"b.{action.Key.Id}"), settings.SendWindow) { Limit = limits.MaxSendsPerBrowser });
        }

        if (AddressOf(action, generation) is { } address)
        {
            yield return AddressWindow(campaign, settings, address);
            yield return AddressGuard(campaign, limits, address);
        }

        // Of a resend only the digest of its prefix is known.
        if (action.Sent is { } sent)
        {
            yield return PrefixGuard(campaign, limits, sent.Prefix, $"in {sent.Country}");
            yield return CountryGuard(campaign, limits, sent.Country);
            if (history.IsForeign(campaign, sent.Country))
            {
                yield return ForeignGuard(campaign, limits);
            }
        }
        else if (action is { Digits: { } digits, Country: { } country })
        {
            var prefix = PrefixOf(digits);
            yield return PrefixGuard(campaign, limits, Digest(campaign, prefix, generation), "+" + prefix);
            yield return CountryGuard(campaign, limits, country);
            if (history.IsForeign(campaign, country))
            {
                yield return ForeignGuard(campaign, limits);
            }
        }

        yield return Campaign(campaign);
        if (limits.MaxSendsPerHour is { } perHour)
        {
            yield return new(OtpLimitKind.Campaign, new(new(campaign, "h"), TimeSpan.FromHours(1)) { Limit = perHour });
        }

        OtpLimit Kept(OtpLimitRole role, string id, TimeSpan window, int most = 1) => new(OtpLimitKind.Number, new(new(campaign, id), window) { Limit = most }) { Role = role };
    }

    private IEnumerable<OtpLimit> OfCheck(OtpGuardedAction action, OtpLimitOptions limits, int generation)
    {
        var campaign = action.Key.Campaign;
        yield return new(OtpLimitKind.Browser, new(new(campaign, $"wb.{action.Key.Id}"), Day) { Limit = limits.MaxWrongCodesPerBrowser });
        if (AddressOf(action, generation) is { } address)
        {
            yield return new(OtpLimitKind.Address, new(new(campaign, $"wa.{address}"), Day)
            {
                Limit = limits.MaxWrongCodesPerAddress,
                LimitPerSuccess = WrongCodesPerVerified,
            });
        }

        yield return new(OtpLimitKind.Campaign, new(new(campaign, "wc"), Day) { Limit = limits.MaxWrongCodes, LimitPerSuccess = WrongCodesPerVerifiedOfCampaign });
    }

    // The browsers that have proved it have a day of their own.
    private OtpLimit NumberOfDay(string campaign, MsisdnDigest msisdnDigest, bool hasProved) =>
        new(OtpLimitKind.Number, new(new(campaign, $"{(hasProved ? 'o' : 'n')}.{msisdnDigest.Value}"), Day) { Limit = options.Get(campaign).Limits.MaxSendsPerDay });

    private static OtpLimit ClosedByHand(string campaign, string prefixDigest) =>
        new(OtpLimitKind.Prefix, new(new(campaign, $"cp.{prefixDigest}"), Day) { Limit = 1 });

    private static OtpLimit AddressWindow(string campaign, Offer18OtpOptions settings, string address) =>
        new(OtpLimitKind.Address, new(new(campaign, $"a.{address}"), settings.SendWindow) { Limit = settings.Limits.MaxSendsPerAddress });

    private static OtpLimit AddressGuard(string campaign, OtpLimitOptions limits, string address) =>
        new(OtpLimitKind.Address, new(new(campaign, $"ga.{address}"), Day)
        {
            Limit = limits.MaxUnverifiedPerAddress,
            LimitPerSuccess = UnverifiedPerVerified,
            Quiet = Quiet,
        })
        {
            Role = OtpLimitRole.Guard,
        };

    private static OtpLimit PrefixGuard(string campaign, OtpLimitOptions limits, string digest, string? name) =>
        new(OtpLimitKind.Prefix, new(new(campaign, $"gp.{digest}"), Day)
        {
            Limit = limits.MaxUnverifiedPerPrefix,
            LimitPerSuccess = UnverifiedPerVerified,
            Quiet = Quiet,
        })
        {
            Role = OtpLimitRole.Guard,
            Name = name,
        };

    private OtpLimit CountryGuard(string campaign, OtpLimitOptions limits, string country) =>
        new(OtpLimitKind.Country, new(new(campaign, $"gc.{country.TrimStart('+')}"), Day)
        {
            Limit = limits.MaxUnverifiedPerCountry,
            LimitPerSuccess = UnverifiedPerVerified,
            LimitOfUnknown = limits.MaxUnverifiedPerCountry / UnknownCountry,
            KnownFrom = history.OwnCountryFrom(campaign),
            Quiet = Quiet,
        })
        {
            Role = OtpLimitRole.Guard,
            Name = country,
        };

    // An attack may spread over many countries.
    private static OtpLimit ForeignGuard(string campaign, OtpLimitOptions limits) =>
        new(OtpLimitKind.Country, new(new(campaign, "gu"), Day)
        {
            Limit = ForeignTogether * limits.MaxUnverifiedPerCountry / UnknownCountry,
            LimitPerSuccess = UnverifiedPerVerified,
            Quiet = Quiet,
        })
        {
            Role = OtpLimitRole.Guard,
            Name = "*",
        };

    // The guards hold a prefix against what the campaign is used to.
    private static OtpLimit Campaign(string campaign) => new(OtpLimitKind.Campaign, new(new(campaign, "c"), TimeSpan.FromHours(1)) { HasHistory = true }) { Role = OtpLimitRole.History };

    // Whoever has used up the day himself is not kept out by others.
    private static int FewCodes(OtpLimitOptions limits) => Math.Clamp((int)(FewOfDay * limits.MaxSendsPerDay), 1, MostFewCodes);

    // A site's own parser may take numbers as short as it likes.
    public static string PrefixOf(string digits) => digits[..Math.Max(0, digits.Length - DigitsBelowPrefix)];

    private string Digest(string campaign, string text, int generation) => digests.Compute(campaign, "Offer18.Otp limits digest v1", text, DigestLength, generation);

    /// <summary>Whoever has an IPv6 address has at least 2^64 of them.</summary>
    private string? AddressOf(OtpGuardedAction action, int generation = 0)
    {
        if (action.Address is not { } address)
        {
            return null;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = address.GetAddressBytes();
        return Digest(action.Key.Campaign, Convert.ToHexString(address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, 8) : bytes), generation);
    }
}
