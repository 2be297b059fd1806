using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Stores;
using Xunit;

namespace Offer18.Otp.AspNetCore.Testing;

/// <summary>
/// The promises of every <see cref="IVerifiedMsisdnStore"/>. Derive a public class for each store, and run it with xUnit.net v3. xUnit.net
/// makes a new instance of the class for each test. Give each instance an empty store.
/// </summary>
public abstract class VerifiedMsisdnStoreContract
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    /// <summary>The clock of the store. It stands still until a test moves it. The tests compare times to the millisecond.</summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>The store under test.</summary>
    protected abstract IVerifiedMsisdnStore Store { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proof_is_found_as_it_was_kept_until_it_ends()
    {
        var proof = Proof("p1");
        await Store.SetAsync(proof, Cancellation);

        Assert.Equal(proof, await FindAsync("p1"));
        Clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await FindAsync("p1"));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await FindAsync("p1"));
    }

    [Fact]
    public async Task A_test_number_s_proof_says_so_when_it_is_found()
    {
        var proof = Proof("p1") with { IsTest = true };
        await Store.SetAsync(proof, Cancellation);

        Assert.Equal(proof, await FindAsync("p1"));
    }

    [Fact]
    public async Task A_proof_has_what_the_campaign_keeps_with_it_when_it_is_found()
    {
        var context = new OtpCampaignContext
        {
            Landing = new Dictionary<string, string> { ["clickid"] = "c 1" },
            Operator = "zain",
        };
        await Store.SetAsync(Proof("p1") with { Context = context }, Cancellation);

        var found = (await FindAsync("p1"))!.Context!;
        Assert.Equal(("zain", "c 1"), (found.Operator, found.Landing["clickid"]));
    }

    [Fact]
    public async Task A_proof_that_is_kept_again_has_its_new_user_and_its_old_end()
    {
        var unbound = Proof("p1") with { Subject = null };
        await Store.SetAsync(unbound, Cancellation);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Store.SetAsync(unbound with { Subject = "user-2" }, Cancellation);

        Assert.Equal(unbound with { Subject = "user-2" }, await FindAsync("p1"));
        Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Null(await FindAsync("p1"));
    }

    [Fact]
    public async Task A_proof_of_another_campaign_or_id_is_not_found()
    {
        await Store.SetAsync(Proof("p1"), Cancellation);

        Assert.Null(await Store.FindAsync("other", Proof("p1").Id, Cancellation));
        Assert.Null(await FindAsync("p2"));
    }

    [Fact]
    public async Task A_revoked_proof_stays_revoked_and_another_proof_of_its_number_is_not()
    {
        await Store.SetAsync(Proof("p1"), Cancellation);
        await Store.SetAsync(Proof("p2"), Cancellation);
        await Store.RevokeAsync("", Proof("p1").Id, LongestLife, Cancellation);
        Assert.NotEqual(false, (await FindAsync("p1"))?.Revoked);

        await Store.SetAsync(Proof("p1"), Cancellation);

        Assert.NotEqual(false, (await FindAsync("p1"))?.Revoked);
        Assert.False((await FindAsync("p2"))!.Revoked);
    }

    [Fact]
    public async Task A_proof_that_was_revoked_before_it_came_is_revoked()
    {
        await Store.RevokeAsync("", Proof("p1").Id, LongestLife, Cancellation);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Store.SetAsync(Proof("p1") with { VerifiedAt = Clock.GetUtcNow() - TimeSpan.FromMinutes(2) }, Cancellation);

        Assert.NotEqual(false, (await FindAsync("p1"))?.Revoked);
    }

    [Theory]
    [InlineData("digest-1")]
    [InlineData(null)]
    public async Task What_was_made_before_a_revocation_is_revoked_and_what_comes_after_is_not(string? msisdnDigest)
    {
        var otherNumber = Proof("p1") with { Id = new("digest-2.p1"), Msisdn = "+447700900124" };
        await Store.SetAsync(Proof("before"), Cancellation);
        await Store.SetAsync(otherNumber, Cancellation);
        await Store.SetAsync(Proof("p1") with { Campaign = "other" }, Cancellation);
        await Store.RevokeAllAsync("", msisdnDigest is null ? null : new(msisdnDigest), LongestLife, Cancellation);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Store.SetAsync(Proof("after"), Cancellation);

        Assert.True((await FindAsync("before"))!.Revoked);
        Assert.Equal(msisdnDigest is null, (await Store.FindAsync("", otherNumber.Id, Cancellation))!.Revoked);
        Assert.False((await Store.FindAsync("other", Proof("p1").Id, Cancellation))!.Revoked);
        Assert.False((await FindAsync("after"))!.Revoked);
    }

    [Fact]
    public async Task A_proof_that_is_older_than_the_revocation_of_its_number_is_revoked()
    {
        var late = Proof("late");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.RevokeAllAsync("", new("digest-1"), LongestLife, Cancellation);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.SetAsync(late, Cancellation);

        Assert.True((await FindAsync("late"))!.Revoked);
    }

    [Fact]
    public async Task A_revocation_outlasts_the_longest_proof()
    {
        await Store.SetAsync(Proof("p1") with { ValidUntil = Clock.GetUtcNow() + LongestLife }, Cancellation);
        await Store.RevokeAllAsync("", new("digest-1"), LongestLife, Cancellation);
        Clock.Advance(LongestLife - TimeSpan.FromMilliseconds(1));

        Assert.True((await FindAsync("p1"))!.Revoked);
    }

    private ValueTask<VerifiedMsisdn?> FindAsync(string id) => Store.FindAsync("", Proof(id).Id, Cancellation);

    private VerifiedMsisdn Proof(string id) => new()
    {
        Id = new($"digest-1.{id}"),
        Campaign = "",
        Msisdn = "+447700900123",
        VerifiedAt = Clock.GetUtcNow(),
        ValidUntil = Clock.GetUtcNow() + TimeSpan.FromMinutes(30),
        Subject = "user-1",
    };
}
