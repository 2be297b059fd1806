using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Testing;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

/// <summary>The same on a cache that is shared stands with the tests of Redis.</summary>
public sealed class DistributedCacheVerifiedMsisdnStoreTests : VerifiedMsisdnStoreContract
{
    private readonly MemoryDistributedCache _cache = new(Options.Create(new MemoryDistributedCacheOptions()));
    private readonly DistributedCacheVerifiedMsisdnStore _store;

    public DistributedCacheVerifiedMsisdnStoreTests() => _store = new(_cache, new EphemeralDataProtectionProvider(), Clock);

    protected override IVerifiedMsisdnStore Store => _store;

    private VerifiedMsisdn Proof => new()
    {
        Id = new("digest-1.p1"),
        Campaign = "",
        Msisdn = "+447700900123",
        VerifiedAt = Clock.GetUtcNow(),
        ValidUntil = Clock.GetUtcNow() + TimeSpan.FromMinutes(30),
    };

    [Theory]
    [InlineData("offer18-otp::p:digest-1.p1")]
    [InlineData("offer18-otp::since:digest-1")]
    [InlineData("offer18-otp::since:")]
    public async Task Whatever_entry_the_cache_forgets_the_gate_closes(string entry)
    {
        await _store.SetAsync(Proof, TestContext.Current.CancellationToken);
        Assert.False((await FindAsync(Proof))!.Revoked);

        Assert.NotNull(await _cache.GetAsync(entry, TestContext.Current.CancellationToken));
        await _cache.RemoveAsync(entry, TestContext.Current.CancellationToken);

        Assert.NotEqual(false, (await FindAsync(Proof))?.Revoked);
    }

    [Fact]
    public async Task A_revocation_that_the_cache_forgets_opens_nothing()
    {
        var proof = Proof;
        await _store.SetAsync(proof, TestContext.Current.CancellationToken);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await _store.RevokeAllAsync("", new("digest-1"), TimeSpan.FromDays(30), TestContext.Current.CancellationToken);
        await _cache.RemoveAsync("offer18-otp::since:digest-1", TestContext.Current.CancellationToken);
        Assert.True((await FindAsync(proof))!.Revoked);

        await _store.SetAsync(Proof with { Id = new("digest-1.p2") }, TestContext.Current.CancellationToken);

        Assert.True((await FindAsync(proof))!.Revoked);
        Assert.False((await FindAsync(Proof with { Id = new("digest-1.p2") }))!.Revoked);
    }

    [Fact]
    public async Task Of_two_first_proofs_at_once_both_count()
    {
        var slower = Proof with { Id = new("digest-1.p2"), VerifiedAt = Clock.GetUtcNow() - TimeSpan.FromSeconds(2) };
        await _store.SetAsync(Proof, TestContext.Current.CancellationToken);
        await _store.SetAsync(slower, TestContext.Current.CancellationToken);

        Assert.False((await FindAsync(Proof))!.Revoked);
        Assert.False((await FindAsync(slower))!.Revoked);
    }

    [Fact]
    public async Task An_entry_of_another_proof_and_one_that_is_none_open_nothing()
    {
        await _store.SetAsync(Proof, TestContext.Current.CancellationToken);
        var entry = await _cache.GetAsync("offer18-otp::p:digest-1.p1", TestContext.Current.CancellationToken);
        await _cache.SetAsync("offer18-otp::p:digest-1.p2", entry!, new(), TestContext.Current.CancellationToken);
        await _cache.SetAsync("offer18-otp::p:digest-1.p3", [1, 2, 3], new(), TestContext.Current.CancellationToken);

        Assert.Null(await FindAsync(Proof with { Id = new("digest-1.p2") }));
        Assert.Null(await FindAsync(Proof with { Id = new("digest-1.p3") }));
    }

    private ValueTask<VerifiedMsisdn?> FindAsync(VerifiedMsisdn proof) =>
        _store.FindAsync(proof.Campaign, proof.Id, TestContext.Current.CancellationToken);
}
