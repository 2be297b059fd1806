using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Testing;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

public sealed class MemoryVerifiedMsisdnStoreTests : VerifiedMsisdnStoreContract
{
    private readonly MemoryVerifiedMsisdnStore _store;

    public MemoryVerifiedMsisdnStoreTests() => _store = new(Clock);

    protected override IVerifiedMsisdnStore Store => _store;

    [Fact]
    public async Task What_has_ended_is_forgotten()
    {
        for (var n = 0; n < 100; n++)
        {
            await KeepAsync(n);
            await _store.RevokeAllAsync("", new($"digest-{n}"), TimeSpan.FromMinutes(30), TestContext.Current.CancellationToken);
        }

        Assert.Equal(200, _store.Count);
        Clock.Advance(TimeSpan.FromMinutes(30));
        await KeepAsync(100);

        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public async Task The_revocation_of_a_proof_is_forgotten_with_the_proof()
    {
        await KeepAsync(1);
        await _store.RevokeAsync("", new("digest-1.p"), TimeSpan.FromDays(30), TestContext.Current.CancellationToken);
        Assert.Equal(2, _store.Count);
        Clock.Advance(TimeSpan.FromMinutes(30));
        await KeepAsync(2);

        Assert.Equal(1, _store.Count);
    }

    private ValueTask KeepAsync(int n) => _store.SetAsync(
        new VerifiedMsisdn
        {
            Id = new($"digest-{n}.p"),
            Campaign = "",
            Msisdn = $"+4477009001{n:00}",
            VerifiedAt = Clock.GetUtcNow(),
            ValidUntil = Clock.GetUtcNow() + TimeSpan.FromMinutes(30),
        },
        TestContext.Current.CancellationToken);
}
