using System.Net;
using Offer18.Otp.AspNetCore.Redis;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.RedisTests.Stores;
using Offer18.Otp.AspNetCore.Stores;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Faults;

/// <summary>What an outage leaves in a node, and what ends it.</summary>
public sealed class OutageTests
{
    private const int Visitors = 500;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_piles_up_while_a_server_is_dead()
    {
        await using var server = await RedisServer.StartAsync();
        using var stores = new StoreUnderTest(server, configure: options => options.Timeout = TimeSpan.FromSeconds(30));
        var connection = await stores.ConnectionAsync();
        await server.KillAsync();

        var start = TimeProvider.System.GetTimestamp();
        Assert.Equal(Visitors, await FailuresAsync(stores));
        // At once: what is queued would wait for the time-out.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Equal(0, connection.GetCounters().TotalOutstanding);

        await server.RestartAsync();
        await WorksAsync(stores);
    }

    [Fact]
    public async Task A_server_that_answers_nothing_is_hung_up_on_while_visitors_go_on_asking()
    {
        await using var server = await RedisServer.StartAsync();
        using var stores = new StoreUnderTest(server, configure: Impatient);
        var connection = await stores.ConnectionAsync();
        server.Pause();

        Assert.Equal(Visitors, await FailuresAsync(stores));
        await Eventually.TrueAsync(async () => !await IsDoneAsync(stores) && connection.GetCounters().TotalOutstanding < Visitors / 10);

        server.Resume();
        await WorksAsync(stores);
    }

    [Fact]
    public async Task A_sites_own_connection_that_queues_what_it_cannot_send_keeps_no_visitor_waiting()
    {
        await using var server = await RedisServer.StartAsync();
        await using var own = await server.ConnectAsync();
        using var stores = new StoreUnderTest(server, configure: options =>
        {
            Impatient(options);
            options.ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(own);
        });
        await WorksAsync(stores);
        await server.KillAsync();
        Assert.Equal(BacklogPolicy.Default, ConfigurationOptions.Parse(own.Configuration).BacklogPolicy);

        Assert.Equal(Visitors, await FailuresAsync(stores));
        await Eventually.TrueAsync(() => own.GetCounters().TotalOutstanding < Visitors / 10);

        await server.RestartAsync();
        await WorksAsync(stores);
    }

    [Fact]
    public async Task A_server_that_was_a_replica_for_a_while_is_written_to_within_seconds()
    {
        await using var other = await RedisServer.StartAsync();
        await using var server = await RedisServer.StartAsync();
        using var stores = new StoreUnderTest(server);
        await WorksAsync(stores);
        var connection = await stores.ConnectionAsync();
        await server.DemoteAsync(other);
        // It is looked at every now and then.
        await connection.ConfigureAsync();
        Assert.True(connection.GetServers().Single().IsReplica);
        Assert.Equal(Visitors, await FailuresAsync(stores));

        await server.PromoteAsync();
        await WorksAsync(stores);
    }

    // A crowd of visitors on a small machine: Redis answers at once, but nobody has time to go on.
    [Fact]
    public async Task An_answer_that_came_in_time_counts_however_late_the_machine_reads_it()
    {
        await using var server = await RedisServer.StartAsync();
        var timeout = TimeSpan.FromSeconds(1);
        using var stores = new StoreUnderTest(server, configure: options => options.Timeout = timeout);
        await WorksAsync(stores);
        var machine = new BusyMachine();

        var found = machine.Run(() => stores.Store.FindAskedAsync("", "browser-1", Cancellation).AsTask());
        await Assert.ThrowsAsync<TimeoutException>(() => new TaskCompletionSource().Task.WaitAsync(timeout, Cancellation));
        machine.GoOn();

        Assert.Empty(await found.WaitAsync(TimeSpan.FromMinutes(1), Cancellation));
    }

    [Fact]
    public async Task An_address_that_leads_to_another_master_now_is_looked_up_again()
    {
        await using var master = await RedisServer.StartAsync();
        await using var old = await RedisServer.StartAsync();
        await using var line = await TcpProxy.StartAsync(old.Port);
        using var stores = new StoreUnderTest(old, configure: options => options.ConfigurationOptions = new() { EndPoints = { { "127.0.0.1", line.Port } } });
        await WorksAsync(stores);

        line.LeadTo(master.Port);
        await old.DemoteAsync(master);

        await WorksAsync(stores);
    }

    // As when sentinels have named others while the client did not listen.
    [Fact]
    public async Task A_master_the_client_never_heard_of_is_found_when_all_others_are_gone()
    {
        await using var master = await RedisServer.StartAsync();
        await using var old = await RedisServer.StartAsync();
        var servers = new ConfigurationOptions { EndPoints = { { "127.0.0.1", old.Port } } };
        using var stores = new StoreUnderTest(old, configure: options => options.ConfigurationOptions = servers);
        await WorksAsync(stores);

        servers.EndPoints[0] = new IPEndPoint(IPAddress.Loopback, master.Port);
        await old.KillAsync();

        await WorksAsync(stores);
    }

    [Fact]
    public async Task A_number_that_moved_to_another_master_is_found_and_a_dead_master_fails_alone()
    {
        await using var cluster = await RedisCluster.StartAsync();
        using var stores = new StoreUnderTest(cluster);
        await WorksAsync(stores);
        var key = stores.Store.Key("", new("digest-1"), "r");
        var slot = (await cluster.Masters[0].ExecuteAsync("CLUSTER", "KEYSLOT", key!)).Trim();
        var masters = await Task.WhenAll(cluster.Masters.Select(async master => (Server: master, Id: (await master.ExecuteAsync("CLUSTER", "MYID")).Trim())));
        var connection = await stores.ConnectionAsync();
        var from = ((System.Net.IPEndPoint)(await connection.GetDatabase().IdentifyEndpointAsync(key))!).Port;
        var to = masters.First(master => master.Server.Port != from);
        await cluster.Masters.Single(master => master.Port == from).ExecuteAsync("FLUSHALL");
        // Who imports a slot gets an epoch with it that is newer than all: without, the old master's word, still under way, would take it back.
        await to.Server.ExecuteAsync("CLUSTER", "SETSLOT", slot, "IMPORTING", masters.Single(master => master.Server.Port == from).Id);
        foreach (var master in masters.OrderBy(master => master.Server.Port == from))
        {
            await master.Server.ExecuteAsync("CLUSTER", "SETSLOT", slot, "NODE", to.Id);
        }

        await WorksAsync(stores);
        Assert.Equal("1", (await to.Server.ExecuteAsync("CLUSTER", "COUNTKEYSINSLOT", slot)).Trim());

        await to.Server.KillAsync();
        Assert.Equal(Visitors, await FailuresAsync(stores));
        await to.Server.RestartAsync();
        await cluster.WholeAsync();
        await WorksAsync(stores);
    }

    [Fact]
    public async Task The_gate_opens_for_numbers_on_living_masters_while_another_master_is_dead()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await Task.WhenAll(cluster.Masters.Select(master => master.ExecuteAsync("CONFIG", "SET", "cluster-require-full-coverage", "no")));
        using var stores = new StoreUnderTest(cluster);
        await WorksAsync(stores);
        var database = (await stores.ConnectionAsync()).GetDatabase();
        var now = TimeProvider.System.GetUtcNow();
        var proofs = Enumerable.Range(0, 30).Select(n => new VerifiedMsisdn
        {
            Id = new($"number-{n}.proof"), Campaign = "", Msisdn = "+447700900123", VerifiedAt = now, ValidUntil = now + TimeSpan.FromMinutes(30),
        }).ToArray();
        foreach (var proof in proofs)
        {
            await stores.Store.SetAsync(proof, Cancellation);
        }

        var lost = cluster.Masters[1];
        var living = proofs
            .Where(proof => ((System.Net.IPEndPoint)database.IdentifyEndpoint(stores.Store.Key("", proof.Id.MsisdnDigest, "p"))!).Port != lost.Port)
            .ToArray();
        await lost.KillAsync();

        Assert.InRange(living.Length, 1, proofs.Length - 1);
        await Eventually.TrueAsync(async () => (await cluster.Masters[0].ExecuteAsync("CLUSTER", "NODES")).Contains("master,fail ", StringComparison.Ordinal));
        Assert.Equal(living, await Task.WhenAll(living.Select(proof => stores.Store.FindAsync("", proof.Id, Cancellation).AsTask())));
        await Assert.ThrowsAnyAsync<Exception>(async () => await stores.Store.FindAsync("", proofs.Except(living).First().Id, Cancellation));
        // What cannot be said to every bucket is an error: some numbers' proofs may still be good.
        await Assert.ThrowsAnyAsync<Exception>(async () => await stores.Store.RevokeAllAsync("", null, TimeSpan.FromMinutes(1), Cancellation));
    }

    private static void Impatient(RedisStoreOptions options) => options.Timeout = TimeSpan.FromMilliseconds(500);

    private static async Task<int> FailuresAsync(StoreUnderTest stores) =>
        (await Task.WhenAll(Enumerable.Range(0, Visitors).Select(_ => IsDoneAsync(stores)))).Count(done => !done);

    private static Task WorksAsync(StoreUnderTest stores) => Eventually.TrueAsync(() => IsDoneAsync(stores));

    private static async Task<bool> IsDoneAsync(StoreUnderTest stores)
    {
        try
        {
            await stores.Store.RevokeAllAsync("", new("digest-1"), TimeSpan.FromMinutes(1), Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
            return true;
        }
        catch (Exception) when (!Cancellation.IsCancellationRequested)
        {
            // A connection that is just being hung up on fails in any way; the flow takes each for an outage.
            return false;
        }
    }

    /// <summary>Goes on with what was awaited only when it is told to.</summary>
    private sealed class BusyMachine : SynchronizationContext
    {
        private readonly TaskCompletionSource _hasTime = new();

        public T Run<T>(Func<T> work)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                return work();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }

        public void GoOn() => _hasTime.SetResult();

        public override void Post(SendOrPostCallback d, object? state) =>
            _ = _hasTime.Task.ContinueWith(_ => d(state), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
