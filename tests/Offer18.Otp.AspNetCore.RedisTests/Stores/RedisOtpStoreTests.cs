using Microsoft.AspNetCore.DataProtection;
using Offer18.Otp.AspNetCore.Redis;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Stores;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Stores;

/// <summary>What the Redis stores promise beside the contract.</summary>
public sealed class RedisOtpStoreTests(RedisFixture redis)
{
    private const string Digits = "447700900123";

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

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_end_by_themselves_and_tell_the_campaign_but_no_number_request_id_or_URL()
    {
        using var stores = new StoreUnderTest(await redis.ServerAsync());
        await using var connection = await (await redis.ServerAsync()).ConnectAsync();
        await VerifyAsync(stores.Store);
        await SendAsync(stores.Store, Key with { Id = "browser-2", MsisdnDigest = new("digest-2") });
        await stores.Store.RevokeAllAsync(Key.Campaign, new("digest-2"), TimeSpan.FromDays(30), Cancellation);
        await stores.Store.RevokeAllAsync(Key.Campaign, null, TimeSpan.FromDays(30), Cancellation);

        var database = connection.GetDatabase();
        var keys = connection.GetServers().Single().Keys(pattern: stores.Instance + "*").ToArray();

        // What two browsers asked for, and the campaign's revocation, which lies in each of its buckets.
        Assert.Equal(6 + 2 + 256, keys.Length);
        foreach (var key in keys)
        {
            var value = (byte[])(await database.StringGetAsync(key))!;
            Assert.StartsWith(stores.Instance + "offer18-otp:kuwait-games:", key, StringComparison.Ordinal);
            Assert.NotNull(await database.KeyTimeToLiveAsync(key));
            Assert.All([Digits, "request-1", "/premium"], secret =>
            {
                Assert.DoesNotContain(secret, key.ToString(), StringComparison.Ordinal);
                Assert.Equal(-1, value.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(secret)));
            });
        }
    }

    [Fact]
    public async Task Time_is_that_of_Redis()
    {
        using var stores = new StoreUnderTest(await redis.ServerAsync());
        await using var connection = await (await redis.ServerAsync()).ConnectAsync();
        var server = connection.GetServers().Single();

        var before = new DateTimeOffset(await server.TimeAsync());
        var challenge = await SendAsync(stores.Store, Key);
        var after = new DateTimeOffset(await server.TimeAsync());

        // Whole milliseconds.
        Assert.InRange(challenge!.ExpiresAt - Limits.CodeLifetime, before - TimeSpan.FromMilliseconds(1), after);
    }

    [Fact]
    public async Task A_server_that_has_lost_its_scripts_is_told_them_again()
    {
        await using var server = await RedisServer.StartAsync();
        using var stores = new StoreUnderTest(server);
        await SendAsync(stores.Store, Key);

        await server.ExecuteAsync("SCRIPT", "FLUSH");

        Assert.NotNull(await stores.Store.FindAsync(Key, Limits, Cancellation));
    }

    [Fact]
    public async Task After_a_flush_nothing_is_pending_or_verified_and_no_late_end_brings_it_back()
    {
        await using var server = await RedisServer.StartAsync();
        using var stores = new StoreUnderTest(server);
        var proof = await VerifyAsync(stores.Store);
        var other = Key with { Id = "browser-2", MsisdnDigest = new("digest-2") };
        var send = await stores.Store.BeginSendAsync(other, Digits, null, Limits, Cancellation);

        await server.ExecuteAsync("FLUSHALL");

        Assert.Null(await stores.Store.EndSendAsync(other, send.Lease!, new(OtpSendOutcome.Sent) { RequestId = "request-1" }, Limits, Cancellation));
        Assert.Null(await stores.Store.FindAsync(Key, Limits, Cancellation));
        Assert.Null(await stores.Store.FindAsync(proof.Campaign, proof.Id, Cancellation));
        Assert.Equal("0", (await server.ExecuteAsync("DBSIZE")).Trim());
    }

    [Fact]
    public async Task What_cannot_be_unprotected_any_more_is_gone_and_a_new_code_heals_it()
    {
        var server = await redis.ServerAsync();
        using var before = new StoreUnderTest(server);
        using var after = new StoreUnderTest(server, new EphemeralDataProtectionProvider(), instance: before.Instance);
        await SendAsync(before.Store, Key, cooldown: TimeSpan.Zero);
        var proof = Proof(TimeProvider.System.GetUtcNow());
        await before.Store.SetAsync(proof, Cancellation);

        Assert.Null(await after.Store.FindAsync(Key, Limits, Cancellation));
        Assert.Null(await after.Store.FindAsync(proof.Campaign, proof.Id, Cancellation));
        Assert.Equal(OtpAttemptStatus.NoChallenge, (await after.Store.BeginAttemptAsync(Key, "code", Limits, Cancellation)).Status);
        Assert.Equal(OtpSendStatus.NoChallenge, (await after.Store.BeginSendAsync(
            Key with { Id = "browser-2" }, null, null, Limits, Cancellation)).Status);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await after.Store.FindAsync(Key, Limits, new CancellationToken(true)));
    }

    [Fact]
    public async Task A_proof_under_another_ones_key_is_none()
    {
        var server = await redis.ServerAsync();
        using var stores = new StoreUnderTest(server);
        var proof = await VerifyAsync(stores.Store);
        await using var connection = await server.ConnectAsync();

        await connection.GetDatabase().ExecuteAsync(
            "COPY",
            stores.Store.Key(Key.Campaign, Key.MsisdnDigest, "p.proof-1"),
            stores.Store.Key(Key.Campaign, Key.MsisdnDigest, "p.proof-2"));

        Assert.NotNull(await stores.Store.FindAsync(proof.Campaign, new("digest-1.proof-1"), Cancellation));
        Assert.Null(await stores.Store.FindAsync(proof.Campaign, new("digest-1.proof-2"), Cancellation));
    }

    [Theory]
    [InlineData("the same number in another browser", "digest-1", "browser-2")]
    [InlineData("another number", "digest-2", "browser-1")]
    [InlineData("the same browser and number of another campaign", "digest-1", "browser-1")]
    public async Task What_somebody_copies_from_another_challenge_opens_nothing_and_tells_nothing(string whose, string digest, string id)
    {
        using var stores = new StoreUnderTest(await redis.ServerAsync());
        await using var connection = await (await redis.ServerAsync()).ConnectAsync();
        await VerifyAsync(stores.Store);
        var own = new OtpChallengeKey(whose.Contains("campaign", StringComparison.Ordinal) ? "" : Key.Campaign, new(digest), id);
        await SendAsync(stores.Store, own, cooldown: TimeSpan.Zero, "447700900124", "/own", "own-request");

        foreach (var (from, to) in from name in (string[])["m", "r", "u", "p", "b"] from field in (string[])["m", "r", "u", "p"] select (name, field))
        {
            // b is the proof's own, beside the challenge.
            await AssertTellsNothingAsync(stores, connection, stores.Store.Key(Key.Campaign, Key.MsisdnDigest, from == "b" ? "p.proof-1" : $"c:{Key.Id}"), from, own, to);
        }

        var challenge = await stores.Store.FindAsync(own, Limits, Cancellation);
        Assert.Equal(("447700900124", "own-request", "/own"), (challenge!.Digits, challenge.RequestId, challenge.ReturnUrl));
    }

    [Fact]
    public async Task What_somebody_copies_from_one_field_of_a_challenge_to_another_is_none()
    {
        using var stores = new StoreUnderTest(await redis.ServerAsync());
        await using var connection = await (await redis.ServerAsync()).ConnectAsync();
        await SendAsync(stores.Store, Key);

        foreach (var (from, to) in from name in (string[])["m", "r", "u"] from field in (string[])["m", "r", "u", "p"] where name != field select (name, field))
        {
            await AssertTellsNothingAsync(stores, connection, stores.Store.Key(Key.Campaign, Key.MsisdnDigest, $"c:{Key.Id}"), from, Key, to);
        }
    }

    [Fact]
    public async Task A_dead_server_is_an_error_in_time_and_the_store_returns_with_it()
    {
        await using var server = await RedisServer.StartAsync();
        using var stores = new StoreUnderTest(server);
        await SendAsync(stores.Store, Key);
        await server.KillAsync();

        var start = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAnyAsync<Exception>(async () => await stores.Store.FindAsync(Key, Limits, Cancellation));
        // The time-out is 2 s; the rest is a busy machine's.
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(4));

        await server.RestartAsync();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                return await stores.Store.FindAsync(Key, Limits, Cancellation) is null;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                return false;
            }
        });
    }

    private static VerifiedMsisdn Proof(DateTimeOffset verifiedAt) => new()
    {
        Id = new("digest-1.proof-1"),
        Campaign = Key.Campaign,
        Msisdn = "+" + Digits,
        VerifiedAt = verifiedAt,
        ValidUntil = verifiedAt + TimeSpan.FromMinutes(30),
    };

    // Copies, looks, and puts back what was there.
    private static async Task AssertTellsNothingAsync(
        StoreUnderTest stores, ConnectionMultiplexer connection, RedisKey source, string from, OtpChallengeKey own, string to)
    {
        var target = stores.Store.Key(own.Campaign, own.MsisdnDigest, $"c:{own.Id}");
        var database = connection.GetDatabase();
        var kept = await database.StringGetAsync(target);
        await database.ScriptEvaluateAsync(
            """
            local source, target = cmsgpack.unpack(redis.call('GET', KEYS[1])), cmsgpack.unpack(redis.call('GET', KEYS[2]))
            target[ARGV[2]] = assert(source[ARGV[1]])
            redis.call('SET', KEYS[2], cmsgpack.pack(target), 'KEEPTTL')
            """,
            [source, target],
            [from, to]);

        var challenge = await stores.Store.FindAsync(own, Limits, Cancellation);
        if (to == "m")
        {
            Assert.Null(challenge);
            Assert.Equal(OtpAttemptStatus.NoChallenge, (await stores.Store.BeginAttemptAsync(own, "code-2", Limits, Cancellation)).Status);
        }
        else
        {
            Assert.Null(to switch { "r" => challenge!.RequestId, "u" => challenge!.ReturnUrl, _ => (object?)challenge!.Verified });
        }

        await database.StringSetAsync(target, kept, keepTtl: true);
    }

    private static async Task<OtpChallenge?> SendAsync(
        RedisOtpStore store, OtpChallengeKey key, TimeSpan? cooldown = null, string digits = Digits, string returnUrl = "/premium", string requestId = "request-1")
    {
        var limits = Limits with { ResendCooldown = cooldown ?? Limits.ResendCooldown };
        var send = await store.BeginSendAsync(key, digits, returnUrl, limits, Cancellation);
        return await store.EndSendAsync(key, send.Lease!, new(OtpSendOutcome.Sent) { RequestId = requestId }, limits, Cancellation);
    }

    private static async Task<VerifiedMsisdn> VerifyAsync(RedisOtpStore store)
    {
        await SendAsync(store, Key);
        var attempt = await store.BeginAttemptAsync(Key, "code-1", Limits, Cancellation);
        var proof = Proof(attempt.GrantedAt!.Value);
        await store.EndAttemptAsync(Key, attempt.Lease!, OtpAttemptOutcome.Verified, proof, Limits, Cancellation);
        return proof;
    }
}
