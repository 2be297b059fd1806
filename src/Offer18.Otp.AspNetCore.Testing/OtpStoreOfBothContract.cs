using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Stores;
using Xunit;

namespace Offer18.Otp.AspNetCore.Testing;

/// <summary>
/// The promises of a store that is both an <see cref="IOtpRequestStore"/> and an <see cref="IVerifiedMsisdnStore"/>: the end of an attempt
/// keeps the proof in the same step. Such a store passes the suites of both contracts, too. Derive a public class for it, and run it with
/// xUnit.net v3. xUnit.net makes a new instance of the class for each test. Give each instance an empty store.
/// </summary>
public abstract class OtpStoreOfBothContract
{
    private const string Digits = "447700900123";

    private static readonly OtpChallengeKey Key = new("", new("digest-1"), "browser-1");

    private static readonly OtpLimits Limits = new()
    {
        CodeLifetime = TimeSpan.FromMinutes(10),
        MaxAttempts = 3,
        ResendCooldown = TimeSpan.FromSeconds(30),
        MaxSends = 3,
        SendWindow = TimeSpan.FromMinutes(10),
        LeaseTime = TimeSpan.FromSeconds(40),
    };

    /// <summary>The clock of the store. It stands still until a test moves it. The tests compare times to the millisecond.</summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>The store under test, as a store of requests.</summary>
    protected abstract IOtpRequestStore Requests { get; }

    /// <summary>The same store, as a store of proofs.</summary>
    protected abstract IVerifiedMsisdnStore Proofs { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private VerifiedMsisdn Proof => new()
    {
        Id = new("digest-1.p1"),
        Campaign = "",
        Msisdn = "+" + Digits,
        VerifiedAt = Clock.Start,
        ValidUntil = Clock.Start + TimeSpan.FromMinutes(30),
        Subject = "user-1",
    };

    [Fact]
    public void Both_are_one_store() => Assert.Same(Requests, Proofs);

    [Fact]
    public async Task The_end_of_an_attempt_keeps_the_proof()
    {
        var lease = await BeginAttemptAsync();

        Assert.Equal(Proof, (await EndAsync(lease, OtpAttemptOutcome.Verified, Proof))!.Verified);
        Assert.Equal(Proof, await FindProofAsync());
    }

    [Fact]
    public async Task The_late_end_of_an_attempt_keeps_the_proof_too()
    {
        var lease = await BeginAttemptAsync();
        await Requests.RemoveAsync(Key, Cancellation);

        Assert.Null(await EndAsync(lease, OtpAttemptOutcome.Verified, Proof));
        Assert.Equal(Proof, await FindProofAsync());
    }

    [Theory]
    [InlineData(OtpAttemptOutcome.Wrong)]
    [InlineData(OtpAttemptOutcome.Refused)]
    [InlineData(OtpAttemptOutcome.Expired)]
    [InlineData(OtpAttemptOutcome.Unknown)]
    [InlineData(OtpAttemptOutcome.NotChecked)]
    public async Task An_attempt_without_success_keeps_no_proof(OtpAttemptOutcome outcome)
    {
        var lease = await BeginAttemptAsync();

        Assert.Null((await EndAsync(lease, outcome, null))!.Verified);
        Assert.Null(await FindProofAsync());
    }

    [Fact]
    public async Task A_proof_that_was_revoked_before_the_end_is_revoked()
    {
        var lease = await BeginAttemptAsync();
        await Proofs.RevokeAsync("", Proof.Id, TimeSpan.FromDays(30), Cancellation);

        await EndAsync(lease, OtpAttemptOutcome.Verified, Proof);

        Assert.NotEqual(false, (await FindProofAsync())?.Revoked);
    }

    private async Task<OtpLease> BeginAttemptAsync()
    {
        var send = await Requests.BeginSendAsync(Key, Digits, null, Limits, Cancellation);
        Assert.NotNull(await Requests.EndSendAsync(Key, send.Lease!, new(OtpSendOutcome.Sent), Limits, Cancellation));
        return (await Requests.BeginAttemptAsync(Key, "code-1", Limits, Cancellation)).Lease!;
    }

    private ValueTask<OtpChallenge?> EndAsync(OtpLease lease, OtpAttemptOutcome outcome, VerifiedMsisdn? proof) =>
        Requests.EndAttemptAsync(Key, lease, outcome, proof, Limits, Cancellation);

    private ValueTask<VerifiedMsisdn?> FindProofAsync() => Proofs.FindAsync("", Proof.Id, Cancellation);
}
