using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Keeps proofs in the site's distributed cache. A cache may forget, and has no operation that reads and writes as one, so nothing here says
/// what is revoked: each number and each campaign says since when its proofs count, and a proof of which that is not known counts as
/// revoked. What a cache loses closes the gate.
/// </summary>
internal sealed class DistributedCacheVerifiedMsisdnStore(
    IDistributedCache cache, IDataProtectionProvider dataProtection, TimeProvider timeProvider) : IVerifiedMsisdnStore
{
    private const byte Valid = 1;
    private const byte Revoked = 2;

    // Two first proofs of a number, made on two nodes at once, must both come after what either of them writes.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly VerifiedMsisdnProtector _protector = new(dataProtection);

    public async ValueTask SetAsync(VerifiedMsisdn verified, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(verified);
        var key = ProofKey(verified.Campaign, verified.Id);
        var digest = VerifiedMsisdn.MsisdnDigestOf(verified.Id);
        var before = cache.GetAsync(key, cancellationToken);
        await Task.WhenAll(
            before,
            BeginAsync(SinceKey(verified.Campaign, digest), verified, cancellationToken),
            BeginAsync(SinceKey(verified.Campaign, null), verified, cancellationToken));
        var mark = verified.Revoked || before.Result is [Revoked, ..] ? Revoked : Valid;
        await KeepAsync(key, [mark, .. _protector.Protect(verified)], verified.ValidUntil - timeProvider.GetUtcNow(), cancellationToken);
    }

    public async ValueTask<VerifiedMsisdn?> FindAsync(string campaign, string id, CancellationToken cancellationToken)
    {
        var kept = cache.GetAsync(ProofKey(campaign, id), cancellationToken);
        var since = Task.WhenAll(
            SinceAsync(SinceKey(campaign, VerifiedMsisdn.MsisdnDigestOf(id)), cancellationToken),
            SinceAsync(SinceKey(campaign, null), cancellationToken));
        await Task.WhenAll(kept, since);
        return kept.Result is [var mark, .. var bytes]
            && _protector.Unprotect(campaign, bytes) is { } proof
            && proof.Id == id
            && proof.ValidUntil > timeProvider.GetUtcNow()
                ? proof with { Revoked = mark != Valid || since.Result.Any(time => !(proof.VerifiedAt > time)) }
                : null;
    }

    public async ValueTask RevokeAsync(string campaign, string id, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        var key = ProofKey(campaign, id);
        byte[] bytes = await cache.GetAsync(key, cancellationToken) is [_, .. var kept] ? kept : [];
        var end = _protector.Unprotect(campaign, bytes)?.ValidUntil - timeProvider.GetUtcNow();
        await KeepAsync(key, [Revoked, .. bytes], end ?? keepFor, cancellationToken);
    }

    public async ValueTask RevokeAllAsync(string campaign, string? msisdnDigest, TimeSpan keepFor, CancellationToken cancellationToken) =>
        await SayAsync(SinceKey(campaign, msisdnDigest), timeProvider.GetUtcNow(), keepFor, cancellationToken);

    private static string ProofKey(string campaign, string id) => $"offer18-otp:{campaign}:p:{id}";

    private static string SinceKey(string campaign, string? msisdnDigest) => $"offer18-otp:{campaign}:since:{msisdnDigest}";

    private async Task BeginAsync(string key, VerifiedMsisdn proof, CancellationToken cancellationToken)
    {
        if (await SinceAsync(key, cancellationToken) is null)
        {
            await SayAsync(key, proof.VerifiedAt - Margin, Offer18OtpOptions.LongestVerifiedLifetime, cancellationToken);
        }
    }

    private async Task<DateTimeOffset?> SinceAsync(string key, CancellationToken cancellationToken) =>
        await cache.GetAsync(key, cancellationToken) is { } text && long.TryParse(text, CultureInfo.InvariantCulture, out var ticks)
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;

    // Each look at it keeps it for as long again, so that it outlasts the last of its proofs and is never written a second time but to revoke.
    private Task SayAsync(string key, DateTimeOffset since, TimeSpan keepFor, CancellationToken cancellationToken) => cache.SetAsync(
        key,
        Encoding.ASCII.GetBytes(since.UtcTicks.ToString(CultureInfo.InvariantCulture)),
        new DistributedCacheEntryOptions { SlidingExpiration = keepFor },
        cancellationToken);

    private Task KeepAsync(string key, byte[] value, TimeSpan keepFor, CancellationToken cancellationToken) => keepFor > TimeSpan.Zero
        ? cache.SetAsync(key, value, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = keepFor }, cancellationToken)
        : Task.CompletedTask;
}
