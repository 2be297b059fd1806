using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.RedisTests.Sites;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.RedisTests.Faults;

/// <summary>Two processes of the sample site behind a load balancer, an Offer18 and a Redis, with a line to either that can be held and broken.</summary>
internal sealed class FaultSite : IAsyncDisposable
{
    // Beyond the store's 2 s, whichever way.
    private static readonly TimeSpan TooSlow = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(200);

    private readonly Offer18SimulatorServer _offer18;
    private readonly RedisServer? _server;
    private readonly RedisSentinels? _sentinels;
    private readonly TcpProxy? _redisLine;
    private RedisServer? _usurper;
    private TcpHold? _held;

    private FaultSite(Offer18SimulatorServer offer18, TcpProxy offer18Line, IRedis redis, TcpProxy? redisLine)
    {
        _offer18 = offer18;
        Offer18Line = offer18Line;
        _server = redis as RedisServer;
        _sentinels = redis as RedisSentinels;
        _redisLine = redisLine;
    }

    public TcpProxy Offer18Line { get; }

    public SampleFarm Farm { get; private set; } = null!;

    /// <summary>A site whose one Redis is behind a line; sentinels tell where theirs is, which leaves no place for one.</summary>
    public static async Task<FaultSite> StartAsync(RedisTopology topology, params (string Name, string Value)[] settings)
    {
        var redis = await RedisFixture.StartAsync(topology);
        var redisLine = redis is RedisServer server ? await TcpProxy.StartAsync(server.Port) : null;
        var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var site = new FaultSite(offer18, await TcpProxy.StartAsync(offer18.Address.Port), redis, redisLine);
        site.Farm = await SampleFarm.StartAsync(
            new Uri($"http://127.0.0.1:{site.Offer18Line.Port}"),
            nodes: 1,
            [
                ("ConnectionStrings__Redis", redisLine is null ? redis.ConnectionString : $"127.0.0.1:{redisLine.Port}"),
                // Longer than any fault lasts, on a machine however busy; and so is the lease, which is 10 s longer than this.
                ("Offer18Otp__ResendCooldown", "00:05:00"),
                ("Offer18Otp__Timeout", "00:02:00"),
                // All visitors have one address. The counters are asked, so that they fail with Redis, and refuse nobody.
                ("Offer18Otp__Limits__Mode", "Record"),
                .. settings,
            ]);
        // The first node draws the data-protection key, the second one finds it: two that start at once draw one each.
        using var visitor = await site.NewVisitor().ArriveAsync();
        await site.Farm.AddAsync();
        using var next = await site.NewVisitor().ArriveAsync();
        return site;
    }

    /// <summary>A visitor with a phone of his own.</summary>
    public HttpVisitor NewVisitor() => new(Farm.NewBrowser(), Phone.New(_offer18.Simulator));

    /// <summary>Makes it happen, and answers with what is to be done once requests are on their way.</summary>
    public async Task<Func<Task>> BreakAsync(Fault fault)
    {
        switch (fault)
        {
            case Fault.Killed:
                await _server!.KillAsync();
                break;
            case Fault.Paused:
                _server!.Pause();
                break;
            case Fault.Full:
                await _server!.ExecuteAsync("CONFIG", "SET", "maxmemory", "8mb");
                await _server.FillAsync();
                break;
            case Fault.ReadOnly:
                _usurper = await RedisServer.StartReplicaAsync(_server!);
                await _usurper.PromoteAsync();
                await _server!.DemoteAsync(_usurper);
                break;
            case Fault.FailedOver:
                await _sentinels!.KillMasterAsync();
                break;
            case Fault.Flushed:
                await _server!.ExecuteAsync("FLUSHALL");
                break;
            case Fault.Slow:
                _redisLine!.Answers.Delay = Slow;
                break;
            case Fault.TooSlow:
                _redisLine!.Answers.Delay = TooSlow;
                break;
            case Fault.CutOff:
                _held = _redisLine!.Requests.Hold();
                return async () =>
                {
                    await _held.Reached;
                    _redisLine.Cut();
                };
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }

        return () => Task.CompletedTask;
    }

    /// <summary>Ends what <see cref="BreakAsync"/> began, on the side of Redis alone.</summary>
    public async Task MendAsync(Fault fault)
    {
        switch (fault)
        {
            case Fault.Killed:
                await _server!.RestartAsync();
                break;
            case Fault.Paused:
                _server!.Resume();
                break;
            case Fault.Full:
                await _server!.ExecuteAsync("DEL", "filler");
                await _server.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
                break;
            case Fault.ReadOnly:
                await _server!.PromoteAsync();
                await _usurper!.DisposeAsync();
                break;
            case Fault.FailedOver:
                await _sentinels!.FailOverAsync();
                await _sentinels.RestoreAsync();
                break;
            case Fault.Slow or Fault.TooSlow:
                _redisLine!.Answers.Delay = TimeSpan.Zero;
                break;
            case Fault.CutOff:
                _held!.Release();
                break;
        }
    }

    /// <summary>What Redis holds that does not end by itself.</summary>
    public async Task<string[]> LastingKeysAsync() => (await (_server ?? _sentinels!.Master).ExecuteAsync(
        "EVAL", "local lasting = {} for _, key in ipairs(redis.call('KEYS', '*')) do if redis.call('TTL', key) == -1 then table.insert(lasting, key) end end return lasting", "0"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public async ValueTask DisposeAsync()
    {
        await Farm.DisposeAsync();
        await Offer18Line.DisposeAsync();
        await _offer18.DisposeAsync();
        await (_redisLine?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_sentinels?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
