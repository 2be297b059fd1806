using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

internal sealed class OperatorLimits(
    OtpStores stores,
    MsisdnDigests digests,
    LimitRules rules,
    ClosedGuards closed,
    IMsisdnParser numbers,
    IOptionsMonitor<Offer18OtpOptions> options,
    ILogger<OperatorLimits> logger) : IOtpLimits
{
    public async Task<OtpNumberStanding> FindAsync(string msisdn, string campaign = "", CancellationToken cancellationToken = default)
    {
        var digits = NumberOf(msisdn);
        var limits = options.Get(campaign).NumberLimits();
        var all = digests.Compute(campaign, digits);
        var counts = await Task.WhenAll(all.SelectMany(digest => new[] { limits, limits with { HasProvedNumber = true } }
            .Select(limits => stores.RequestsAsync(store => store.FindNumberAsync(campaign, digest, limits, cancellationToken)).AsTask())));
        var ofDay = await CountsAsync(all.SelectMany(digest => rules.OfNumber(campaign, digest)).Where(limit => limit.Role == OtpLimitRole.Window), cancellationToken);
        return new(MsisdnMask.Apply(digits), await FindPrefixAsync(LimitRules.PrefixOf(digits), campaign, cancellationToken))
        {
            SendsInWindow = counts.Sum(count => count?.Sends ?? 0),
            SendsInDay = ofDay.Sum(count => count?.Count ?? 0),
            WrongCodes = counts.Max(count => count?.WrongCodes ?? 0),
            RefusedChecks = counts.Max(count => count?.RefusedChecks ?? 0),
            LockedUntil = counts.Max(count => count?.LockedUntil),
            NextSendAt = counts.Select(count => count?.NextSendAt).Concat(ofDay.Select(count => count?.At + count?.RetryAfter)).Max(),
        };
    }

    public async Task ReleaseAsync(string msisdn, string campaign = "", CancellationToken cancellationToken = default)
    {
        var digits = NumberOf(msisdn);
        var all = digests.Compute(campaign, digits);
        await Task.WhenAll(all.Select(digest => stores.RequestsAsync(store => store.ForgetNumberAsync(campaign, digest, cancellationToken))));
        await ForgetAsync(all.SelectMany(digest => rules.OfNumber(campaign, digest)), cancellationToken);
        logger.NumberReleased(MsisdnMask.Apply(digits), campaign);
    }

    public async Task<OtpPrefixStanding> FindPrefixAsync(string prefix, string campaign = "", CancellationToken cancellationToken = default)
    {
        var digits = DigitsOf(prefix);
        var all = rules.OfPrefix(campaign, digits).ToArray();
        var guards = await CountsAsync(all.Select(one => one.Guard), cancellationToken);
        var byHand = await CountsAsync(all.Select(one => one.ClosedByHand), cancellationToken);
        return new("+" + digits)
        {
            Unverified = guards.Sum(count => count?.Count ?? 0),
            GuardClosedUntil = guards.Max(count => count?.At + count?.RetryAfter),
            ClosedByHandUntil = byHand.Max(count => count?.At + count?.RetryAfter),
        };
    }

    public async Task ClosePrefixAsync(string prefix, string campaign = "", CancellationToken cancellationToken = default)
    {
        var digits = DigitsOf(prefix);
        // With each key: a resend knows its prefix by the digest that stood when its code was asked for.
        var byHand = rules.OfPrefix(campaign, digits).Select(one => one.ClosedByHand).ToArray();
        await ForgetAsync(byHand, cancellationToken);
        await stores.CountersAsync(store => store.TakeAsync([.. byHand.Select(limit => limit.Counter)], cancellationToken));
        logger.PrefixClosedByHand("+" + digits, campaign);
    }

    public async Task OpenPrefixAsync(string prefix, string campaign = "", CancellationToken cancellationToken = default)
    {
        var digits = DigitsOf(prefix);
        var all = rules.OfPrefix(campaign, digits).SelectMany(one => new[] { one.Guard, one.ClosedByHand }).ToArray();
        await ForgetAsync(all, cancellationToken);
        foreach (var limit in all)
        {
            closed.Open(campaign, limit.Counter.Key.Id);
        }

        logger.PrefixOpenedByHand("+" + digits, campaign);
    }

    private static string DigitsOf(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return LimitRules.PrefixFrom(prefix) ?? throw new FormatException("A prefix is a number with its country code, without its last four digits.");
    }

    private string NumberOf(string msisdn)
    {
        ArgumentNullException.ThrowIfNull(msisdn);
        return numbers.Parse("+" + msisdn.Trim().TrimStart('+'), ["*"], null)?.Digits ?? throw new FormatException("This is no possible number with its country code.");
    }

    private ValueTask<IReadOnlyList<OtpCount?>> CountsAsync(IEnumerable<OtpLimit> limits, CancellationToken cancellationToken) =>
        stores.CountersAsync(store => store.FindAsync([.. limits.Select(limit => limit.Counter)], cancellationToken));

    private Task ForgetAsync(IEnumerable<OtpLimit> limits, CancellationToken cancellationToken) =>
        stores.CountersAsync(store => store.RemoveAsync([.. limits.Select(limit => limit.Counter.Key)], cancellationToken));
}
