using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Testing;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

public sealed class MemoryVerifiedMsisdnStoreTests : VerifiedMsisdnStoreContract, IDisposable
{
    private const int MaxEntries = SmallMemory.MaxEntries;

    private readonly SmallMemory _memory;
    private readonly MemoryVerifiedMsisdnStore _store;

    public MemoryVerifiedMsisdnStoreTests()
    {
        _memory = new(Clock);
        _store = new(_memory.Room, Clock);
    }

    protected override IVerifiedMsisdnStore Store => _store;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_has_ended_is_forgotten_a_few_at_a_time()
    {
        for (var n = 0; n < 500; n++)
        {
            await KeepAsync(n);
            await _store.RevokeAllAsync("", new($"digest-{n}"), TimeSpan.FromMinutes(30), Cancellation);
        }

        Assert.Equal(1_000, _store.Count);
        Clock.Advance(TimeSpan.FromMinutes(30));
        for (var n = 500; n < 1_000; n++)
        {
            var before = _store.Count;
            await KeepAsync(n);
            await _store.RevokeAllAsync("", new($"digest-{n}"), TimeSpan.FromMinutes(30), Cancellation);
            Assert.InRange(_store.Count, before + 2 - 20, before + 2);
        }

        Assert.InRange(_store.Count, 1_000, 1_020);
    }

    [Fact]
    public async Task The_revocation_of_a_proof_takes_no_place_of_its_own()
    {
        await KeepAsync(1);
        await _store.RevokeAsync("", new("digest-1.p"), TimeSpan.FromDays(30), Cancellation);

        Assert.Equal(1, _store.Count);
        Assert.True((await FindAsync(1))!.Revoked);
    }

    [Fact]
    public async Task However_many_come_no_proof_and_no_revocation_is_lost()
    {
        for (var n = 0; n < 2 * MaxEntries; n++)
        {
            await KeepAsync(n);
        }

        await _store.RevokeAllAsync("", new("digest-0"), TimeSpan.FromDays(30), Cancellation);
        await _store.RevokeAsync("", new("digest-1.p"), TimeSpan.FromDays(30), Cancellation);
        for (var n = 0; n < 2 * MaxEntries; n++)
        {
            await _store.RevokeAllAsync("", new($"other-{n}"), TimeSpan.FromMinutes(30), Cancellation);
        }

        for (var n = 0; n < 2 * MaxEntries; n++)
        {
            Assert.Equal(n < 2, (await FindAsync(n))!.Revoked);
        }

        Assert.Equal((4 * MaxEntries) + 1, _memory.Room.Proofs);
    }

    [Fact]
    public async Task Of_revocations_of_proofs_that_are_not_here_the_oldest_go()
    {
        for (var n = 0; n < MaxEntries + 100; n++)
        {
            await _store.RevokeAsync("", new($"digest-{n}.p"), TimeSpan.FromDays(30), Cancellation);
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(MaxEntries, _store.Count);
        // They take no room from anybody.
        Assert.Equal(0, _memory.Room.Proofs);
        var before = Clock.GetUtcNow() - TimeSpan.FromMinutes(1);
        await _store.SetAsync(Proof(100, before), Cancellation);
        Assert.True((await FindAsync(100))!.Revoked);
        await _store.SetAsync(Proof(99, before), Cancellation);
        Assert.False((await FindAsync(99))!.Revoked);
    }

    public void Dispose() => _memory.Dispose();

    internal static VerifiedMsisdn Proof(int n, DateTimeOffset verifiedAt) => new()
    {
        Id = new($"digest-{n}.p"),
        Campaign = "",
        Msisdn = "+447700900100",
        VerifiedAt = verifiedAt,
        ValidUntil = verifiedAt + TimeSpan.FromMinutes(30),
    };

    private ValueTask KeepAsync(int n) => _store.SetAsync(Proof(n, Clock.GetUtcNow()), Cancellation);

    private ValueTask<VerifiedMsisdn?> FindAsync(int n) => _store.FindAsync("", new($"digest-{n}.p"), Cancellation);
}
