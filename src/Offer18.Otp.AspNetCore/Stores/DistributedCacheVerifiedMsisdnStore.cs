using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Keeps proofs in the site's distributed cache. We store a "valid since" time per number and per campaign. A proof from before that time
/// is revoked. If the time is missing, the proof counts as revoked, too: a cache may forget an entry, and then the gate must close.
/// </summary>
internal sealed class DistributedCacheVerifiedMsisdnStore(
    IDistributedCache cache, IDataProtectionProvider dataProtection, TimeProvider timeProvider) : IVerifiedMsisdnStore
{
    private const byte Valid = 1;
    private const byte Revoked = 2;

    // Two nodes may write the first "valid since" time of a number at once, each for its own proof. Each node writes its proof's time minus
    // this margin. So both times are earlier than both proofs, and both proofs count, whichever time is kept.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly VerifiedMsisdnProtector _protector = new(dataProtection);

    public async ValueTask SetAsync(VerifiedMsisdn verified, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(verified);
        var key = ProofKey(verified.Campaign, verified.Id);
        var before = cache.GetAsync(key, cancellationToken);
        await Task.WhenAll(
            before,
            EnsureSinceAsync(SinceKey(verified.Campaign, verified.Id.MsisdnDigest), verified, cancellationToken),
            EnsureSinceAsync(SinceKey(verified.Campaign, null), verified, cancellationToken));
        var mark = verified.Revoked || before.Result is [Revoked, ..] ? Revoked : Valid;
        await KeepAsync(key, [mark, .. _protector.Protect(verified)], verified.ValidUntil - timeProvider.GetUtcNow(), cancellationToken);
    }

    public async ValueTask<VerifiedMsisdn?> FindAsync(string campaign, OtpProofId id, CancellationToken cancellationToken)
    {
        var kept = cache.GetAsync(ProofKey(campaign, id), cancellationToken);
        var since = Task.WhenAll(
            ReadSinceAsync(SinceKey(campaign, id.MsisdnDigest), cancellationToken),
            ReadSinceAsync(SinceKey(campaign, null), cancellationToken));
        await Task.WhenAll(kept, since);
        return kept.Result is [var mark, .. var bytes]
            && _protector.Unprotect(campaign, bytes) is { } proof
            && proof.Id == id
            && proof.ValidUntil > timeProvider.GetUtcNow()
                ? proof with { Revoked = mark != Valid || since.Result.Any(time => !(proof.VerifiedAt > time)) }
                : null;
    }

    public async ValueTask RevokeAsync(string campaign, OtpProofId id, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        var key = ProofKey(campaign, id);
        byte[] bytes = await cache.GetAsync(key, cancellationToken) is [_, .. var kept] ? kept : [];
        var end = _protector.Unprotect(campaign, bytes)?.ValidUntil - timeProvider.GetUtcNow();
        await KeepAsync(key, [Revoked, .. bytes], end ?? keepFor, cancellationToken);
    }

    public async ValueTask RevokeAllAsync(string campaign, MsisdnDigest? msisdnDigest, TimeSpan keepFor, CancellationToken cancellationToken) =>
        await WriteSinceAsync(SinceKey(campaign, msisdnDigest), timeProvider.GetUtcNow(), keepFor, cancellationToken);

    private static string ProofKey(string campaign, OtpProofId id) => $"offer18-otp:{campaign}:p:{id.Value}";

    private static string SinceKey(string campaign, MsisdnDigest? msisdnDigest) => $"offer18-otp:{campaign}:since:{msisdnDigest?.Value}";

    private async Task EnsureSinceAsync(string key, VerifiedMsisdn proof, CancellationToken cancellationToken)
    {
        if (await ReadSinceAsync(key, cancellationToken) is null)
        {
            await WriteSinceAsync(key, proof.VerifiedAt - Margin, Offer18OtpOptions.LongestVerifiedLifetime, cancellationToken);
        }
    }

    private async Task<DateTimeOffset?> ReadSinceAsync(string key, CancellationToken cancellationToken) =>
        await cache.GetAsync(key, cancellationToken) is { } text && long.TryParse(text, CultureInfo.InvariantCulture, out var ticks)
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;

    // The entry's lifetime is the longest that a proof can have, and each read starts it again (a sliding expiration). Making a proof reads
    // the entry, so the entry outlives every proof that needs it. After the first write, only a revocation writes it.
    private Task WriteSinceAsync(string key, DateTimeOffset since, TimeSpan keepFor, CancellationToken cancellationToken) => cache.SetAsync(
        key,
        Encoding.ASCII.GetBytes(since.UtcTicks.ToString(CultureInfo.InvariantCulture)),
        new DistributedCacheEntryOptions { SlidingExpiration = keepFor },
        cancellationToken);

    private Task KeepAsync(string key, byte[] value, TimeSpan keepFor, CancellationToken cancellationToken) => keepFor > TimeSpan.Zero
        ? cache.SetAsync(key, value, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = keepFor }, cancellationToken)
        : Task.CompletedTask;
}
