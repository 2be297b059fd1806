using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Testing;

namespace Offer18.Otp.AspNetCore.RedisTests.Stores;

public sealed class RedisServerRequestTests(RedisFixture redis) : RedisRequestContract(redis, RedisTopology.Server);

public sealed class RedisServerProofTests(RedisFixture redis) : RedisProofContract(redis, RedisTopology.Server);

public sealed class RedisServerStoreOfBothTests(RedisFixture redis) : RedisStoreOfBothContract(redis, RedisTopology.Server);

public sealed class RedisServerCounterTests(RedisFixture redis) : RedisCounterContract(redis, RedisTopology.Server);

/// <summary>In a cluster a script that touches keys of two slots fails.</summary>
public sealed class RedisClusterRequestTests(RedisFixture redis) : RedisRequestContract(redis, RedisTopology.Cluster);

public sealed class RedisClusterProofTests(RedisFixture redis) : RedisProofContract(redis, RedisTopology.Cluster);

public sealed class RedisClusterStoreOfBothTests(RedisFixture redis) : RedisStoreOfBothContract(redis, RedisTopology.Cluster);

public sealed class RedisClusterCounterTests(RedisFixture redis) : RedisCounterContract(redis, RedisTopology.Cluster);

public sealed class RedisSentinelsRequestTests(RedisFixture redis) : RedisRequestContract(redis, RedisTopology.Sentinels);

public sealed class RedisSentinelsProofTests(RedisFixture redis) : RedisProofContract(redis, RedisTopology.Sentinels);

public sealed class RedisSentinelsStoreOfBothTests(RedisFixture redis) : RedisStoreOfBothContract(redis, RedisTopology.Sentinels);

public sealed class RedisSentinelsCounterTests(RedisFixture redis) : RedisCounterContract(redis, RedisTopology.Sentinels);

public sealed class RedisTlsRequestTests(RedisFixture redis) : RedisRequestContract(redis, RedisTopology.Tls);

public sealed class RedisTlsProofTests(RedisFixture redis) : RedisProofContract(redis, RedisTopology.Tls);

public sealed class RedisTlsStoreOfBothTests(RedisFixture redis) : RedisStoreOfBothContract(redis, RedisTopology.Tls);

public sealed class RedisTlsCounterTests(RedisFixture redis) : RedisCounterContract(redis, RedisTopology.Tls);

public abstract class RedisRequestContract(RedisFixture redis, RedisTopology topology) : OtpRequestStoreContract, IAsyncLifetime
{
    private StoreUnderTest? _stores;

    protected override IOtpRequestStore Store => _stores!.Store;

    public async ValueTask InitializeAsync() => _stores = new StoreUnderTest(await redis.GetAsync(topology), clock: Clock);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _stores?.Dispose();
        return ValueTask.CompletedTask;
    }
}

public abstract class RedisProofContract(RedisFixture redis, RedisTopology topology) : VerifiedMsisdnStoreContract, IAsyncLifetime
{
    private StoreUnderTest? _stores;

    protected override IVerifiedMsisdnStore Store => _stores!.Store;

    public async ValueTask InitializeAsync() => _stores = new StoreUnderTest(await redis.GetAsync(topology), clock: Clock);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _stores?.Dispose();
        return ValueTask.CompletedTask;
    }
}

public abstract class RedisStoreOfBothContract(RedisFixture redis, RedisTopology topology) : OtpStoreOfBothContract, IAsyncLifetime
{
    private StoreUnderTest? _stores;

    protected override IOtpRequestStore Requests => _stores!.Store;

    protected override IVerifiedMsisdnStore Proofs => _stores!.Store;

    public async ValueTask InitializeAsync() => _stores = new StoreUnderTest(await redis.GetAsync(topology), clock: Clock);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _stores?.Dispose();
        return ValueTask.CompletedTask;
    }
}

public abstract class RedisCounterContract(RedisFixture redis, RedisTopology topology) : OtpCounterStoreContract, IAsyncLifetime
{
    private StoreUnderTest? _stores;

    protected override IOtpCounterStore Store => _stores!.Counters;

    public async ValueTask InitializeAsync() => _stores = new StoreUnderTest(await redis.GetAsync(topology), clock: Clock);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _stores?.Dispose();
        return ValueTask.CompletedTask;
    }
}
