using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Finds the digest that stands for a number. While a campaign has several <see cref="Offer18OtpOptions.DigestKeys"/>, a number with something
/// against it under an older one keeps that digest until it has nothing: so its counts are neither forgotten nor kept twice.
/// </summary>
internal sealed class MsisdnDigestFinder(
    MsisdnDigests digests, OtpStores stores, LimitRules rules, IOptionsMonitor<Offer18OtpOptions> options)
{
    /// <param name="campaign">The campaign.</param>
    /// <param name="digits">The number.</param>
    /// <param name="ticket">What the browser holds: a digest of the number in it is the one that its challenges and its proof have.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="OtpStoreUnavailableException">A store cannot be reached.</exception>
    public async Task<MsisdnDigest> FindAsync(string campaign, string digits, OtpTicket ticket, CancellationToken cancellationToken)
    {
        var all = digests.Compute(campaign, digits);
        if (all.Count == 1)
        {
            return all[0];
        }

        if (all.FirstOrDefault(ticket.Holds) is { } held)
        {
            return held;
        }

        var older = all.Skip(1).ToArray();
        var standing = await Task.WhenAll(older.Select(digest => StandsAsync(campaign, digest, cancellationToken)));
        return older.Zip(standing).FirstOrDefault(one => one.Second).First ?? all[0];
    }

    private async Task<bool> StandsAsync(string campaign, MsisdnDigest digest, CancellationToken cancellationToken)
    {
        var number = stores.RequestsAsync(store => store.FindNumberAsync(campaign, digest, options.Get(campaign).NumberLimits(), cancellationToken)).AsTask();
        var ofDay = stores.CountersAsync(store => store.FindAsync([.. rules.OfNumber(campaign, digest).Select(limit => limit.Counter)], cancellationToken)).AsTask();
        await Task.WhenAll((Task)number, ofDay);
        return await number is not null || (await ofDay).Any(count => count is { Count: > 0 });
    }
}
