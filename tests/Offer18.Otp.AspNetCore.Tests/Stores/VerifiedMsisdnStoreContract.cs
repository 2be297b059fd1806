using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

/// <summary>What every <see cref="IVerifiedMsisdnStore"/> promises. One class runs it against each store.</summary>
public abstract class VerifiedMsisdnStoreContract
{
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    protected abstract IVerifiedMsisdnStore Store { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proof_is_found_as_it_was_kept_until_it_ends()
    {
        var proof = Proof("p1");
        await Store.SetAsync(proof, Cancellation);

        Assert.Equal(proof, await Store.FindAsync("", "p1", Cancellation));
        Clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        Assert.NotNull(await Store.FindAsync("", "p1", Cancellation));
        Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await Store.FindAsync("", "p1", Cancellation));
    }

    [Fact]
    public async Task A_proof_of_another_campaign_or_id_is_not_found()
    {
        await Store.SetAsync(Proof("p1"), Cancellation);

        Assert.Null(await Store.FindAsync("other", "p1", Cancellation));
        Assert.Null(await Store.FindAsync("", "p2", Cancellation));
    }

    [Fact]
    public async Task A_revoked_proof_is_found_as_revoked()
    {
        await Store.SetAsync(Proof("p1"), Cancellation);
        await Store.SetAsync(Proof("p1") with { Revoked = true }, Cancellation);

        Assert.True((await Store.FindAsync("", "p1", Cancellation))!.Revoked);
    }

    [Theory]
    [InlineData("447700900123")]
    [InlineData(null)]
    public async Task What_was_made_before_a_revocation_is_revoked_and_what_comes_after_is_not(string? msisdn)
    {
        await Store.SetAsync(Proof("before"), Cancellation);
        await Store.SetAsync(Proof("other number") with { Msisdn = "447700900124" }, Cancellation);
        await Store.SetAsync(Proof("other campaign") with { Campaign = "other" }, Cancellation);
        await Store.RevokeAsync("", msisdn, TimeSpan.FromDays(30), Cancellation);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Store.SetAsync(Proof("after"), Cancellation);

        Assert.True((await Store.FindAsync("", "before", Cancellation))!.Revoked);
        Assert.Equal(msisdn is null, (await Store.FindAsync("", "other number", Cancellation))!.Revoked);
        Assert.False((await Store.FindAsync("other", "other campaign", Cancellation))!.Revoked);
        Assert.False((await Store.FindAsync("", "after", Cancellation))!.Revoked);
    }

    private VerifiedMsisdn Proof(string id) => new()
    {
        Id = id,
        Campaign = "",
        Msisdn = "447700900123",
        VerifiedAt = Clock.GetUtcNow(),
        ValidUntil = Clock.GetUtcNow() + TimeSpan.FromMinutes(30),
        Subject = "user-1",
    };
}
