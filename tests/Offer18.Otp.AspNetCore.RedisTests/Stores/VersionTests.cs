using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Redis;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Stores;

/// <summary>
/// While a site is updated, nodes with the older and the newer version of the package share one Redis. Samples/v1.json is what a version whose mark is 1 has
/// written (keys without their instance name), the file beside it the data-protection key that it had: neither is ever written anew.
/// </summary>
public sealed class VersionTests(RedisFixture redis) : IAsyncLifetime
{
    private static readonly OtpChallengeKey Key = new("kuwait-games", new("digest-1"), "browser-1");

    private static readonly OtpLimits Limits = new()
    {
        CodeLifetime = TimeSpan.FromMinutes(10),
        MaxAttempts = 3,
        ResendCooldown = TimeSpan.FromSeconds(30),
        MaxSends = 3,
        SendWindow = TimeSpan.FromMinutes(10),
        LeaseTime = TimeSpan.FromSeconds(40),
    };

    private static readonly OtpCounter Counter = new(new(Key.Campaign, "a.1"), TimeSpan.FromMinutes(10)) { Limit = 5, LimitPerSuccess = 1, Quiet = TimeSpan.FromMinutes(5) };

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private StoreUnderTest _stores = null!;
    private ConnectionMultiplexer _connection = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IEnumerable<RedisKey> Keys =>
    [
        .. ((string[])["c:browser-1", "n", "p.proof-1", "r"]).Select(what => Store.Key(Key.Campaign, Key.MsisdnDigest, what)),
        Store.RevocationKey(Key.Campaign, RedisOtpStore.BucketOf(Key.MsisdnDigest)),
        _stores.Counters.Key(Counter.Key),
    ];

    private RedisOtpStore Store => _stores.Store;

    private VerifiedMsisdn Proof => new()
    {
        Id = new("digest-1.proof-1"),
        Campaign = Key.Campaign,
        Msisdn = "+447700900123",
        VerifiedAt = _clock.Start,
        ValidUntil = _clock.Start + TimeSpan.FromMinutes(30),
        Subject = "user-1",
    };

    public async ValueTask InitializeAsync()
    {
        var server = await redis.ServerAsync();
        _connection = await server.ConnectAsync();
        _stores = new StoreUnderTest(server, Protection(), _clock);
        foreach (var (key, value) in JsonSerializer.Deserialize<Dictionary<string, byte[]>>(File.ReadAllText(Path.Combine(Folder().FullName, "v1.json")))!)
        {
            await _connection.GetDatabase().StringSetAsync(_stores.Instance + key, value, TimeSpan.FromMinutes(1));
        }

        await _stores.Counters.TakeAsync([Counter], Cancellation);
    }

    [Fact]
    public async Task What_version_1_has_written_is_read()
    {
        var challenge = await Store.FindAsync(Key, Limits, Cancellation);
        var attempt = await Store.BeginAttemptAsync(Key, "code-1", Limits, Cancellation);
        var before = await Store.FindAsync(Key.Campaign, new("digest-1.revoked"), Cancellation);

        Assert.Equal(
            new OtpChallenge
            {
                Digits = "447700900123",
                RequestId = "request-1",
                ReturnUrl = "/premium",
                ExpiresAt = _clock.Start + Limits.CodeLifetime,
                ResendAt = _clock.Start + Limits.ResendCooldown,
                AttemptsRemaining = 2,
                LastCheck = OtpCheckProgress.Unknown,
            },
            challenge);
        Assert.Equal((OtpAttemptStatus.Granted, true), (attempt.Status, attempt.IsRepeat));
        Assert.Equal(Proof, await Store.FindAsync(Key.Campaign, Proof.Id, Cancellation));
        Assert.True(before!.Revoked);
    }

    [Fact]
    public async Task What_was_taken_back_stays_so_by_a_clock_that_goes_back()
    {
        await Store.RevokeAllAsync(Key.Campaign, Key.MsisdnDigest, TimeSpan.FromDays(30), Cancellation);
        using var earlier = new StoreUnderTest(
            await redis.ServerAsync(), Protection(), new FakeTimeProvider(_clock.Start - TimeSpan.FromMinutes(1)), _stores.Instance);
        await earlier.Store.RevokeAllAsync(Key.Campaign, Key.MsisdnDigest, TimeSpan.FromDays(30), Cancellation);

        Assert.True((await Store.FindAsync(Key.Campaign, Proof.Id, Cancellation))!.Revoked);
    }

    [Fact]
    public async Task What_a_newer_version_has_added_stays()
    {
        await ChangeAsync("value.newer = 'kept'");

        var attempt = await Store.BeginAttemptAsync(Key, "code-2", Limits, Cancellation);
        await Store.EndAttemptAsync(Key, attempt.Lease!, OtpAttemptOutcome.Wrong, null, Limits, Cancellation);
        await Store.RevokeAsync(Key.Campaign, Proof.Id, TimeSpan.FromDays(30), Cancellation);
        await Store.SetAsync(Proof, Cancellation);
        await Store.RevokeAllAsync(Key.Campaign, Key.MsisdnDigest, TimeSpan.FromDays(30), Cancellation);
        await Store.RevokeAllAsync(Key.Campaign, null, TimeSpan.FromDays(30), Cancellation);
        await _stores.Counters.TakeAsync([Counter], Cancellation);
        await _stores.Counters.GiveBackAsync([new(Counter.Key, Counter.Window) { HasSucceeded = true, KeepFor = Counter.KeepFor }], Cancellation);

        foreach (var key in Keys)
        {
            Assert.Equal("kept", (string?)await _connection.GetDatabase().ScriptEvaluateAsync(
                "return cmsgpack.unpack(redis.call('GET', KEYS[1])).newer", [key]));
        }
    }

    [Fact]
    public async Task What_another_version_wrote_that_this_one_cannot_read_opens_nothing()
    {
        await ChangeAsync("value.v = 2");

        await Assert.ThrowsAsync<RedisServerException>(async () => await Store.FindAsync(Key, Limits, Cancellation));
        await Assert.ThrowsAsync<RedisServerException>(async () => await Store.BeginSendAsync(Key, "447700900123", null, Limits, Cancellation));
        await Assert.ThrowsAsync<RedisServerException>(async () => await Store.FindAsync(Key.Campaign, Proof.Id, Cancellation));
        await Assert.ThrowsAsync<RedisServerException>(async () => await Store.SetAsync(Proof, Cancellation));
        await Assert.ThrowsAsync<RedisServerException>(async () => await Store.RevokeAllAsync(Key.Campaign, Key.MsisdnDigest, TimeSpan.FromDays(30), Cancellation));
        await Assert.ThrowsAsync<RedisServerException>(async () => await Store.RevokeAllAsync(Key.Campaign, null, TimeSpan.FromDays(30), Cancellation));
        await Assert.ThrowsAsync<RedisServerException>(async () => await _stores.Counters.TakeAsync([Counter], Cancellation));
        await Assert.ThrowsAsync<RedisServerException>(async () => await _stores.Counters.FindAsync([Counter], Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        _stores.Dispose();
        await _connection.DisposeAsync();
    }

    private static IDataProtectionProvider Protection() =>
        DataProtectionProvider.Create(Folder(), keys => keys.SetApplicationName("samples").DisableAutomaticKeyGeneration());

    private static DirectoryInfo Folder() => new(Path.Combine(Repository.Root, "tests/Offer18.Otp.AspNetCore.RedisTests/Stores/Samples"));

    private async Task ChangeAsync(string change)
    {
        foreach (var key in Keys)
        {
            await _connection.GetDatabase().ScriptEvaluateAsync(
                $"local value = cmsgpack.unpack(redis.call('GET', KEYS[1])) {change} redis.call('SET', KEYS[1], cmsgpack.pack(value), 'KEEPTTL')",
                [key]);
        }
    }
}
