using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Redis;
using Offer18.Otp.AspNetCore.Stores;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Benchmarks;

/// <summary>How the Redis stores behave as they fill: bytes for each thing kept, and the time of each operation, by the server's own count.</summary>
internal sealed class Growth : IAsyncDisposable
{
    private const int Callers = 128;

    private static readonly OtpLimits Limits = new()
    {
        // Nothing may end while it is counted.
        CodeLifetime = TimeSpan.FromHours(10),
        MaxAttempts = 5,
        ResendCooldown = TimeSpan.FromHours(1),
        MaxSends = 5,
        SendWindow = TimeSpan.FromHours(10),
        LeaseTime = TimeSpan.FromSeconds(40),
    };

    private readonly ServiceProvider _services;
    private readonly ConnectionMultiplexer _admin;
    private readonly TextWriter _output;
    private readonly RedisOtpStore _store;

    private Growth(string redis, ConnectionMultiplexer admin, TextWriter output)
    {
        _admin = admin;
        _output = output;
        _services = new ServiceCollection()
            .AddSingleton<RedisConnection>()
            .Configure<RedisStoreOptions>(options => (options.Configuration, options.Timeout) = (redis, TimeSpan.FromSeconds(30)))
            .BuildServiceProvider();
        _store = new RedisOtpStore(
            _services.GetRequiredService<RedisConnection>(),
            new EphemeralDataProtectionProvider(),
            _services.GetRequiredService<IOptions<RedisStoreOptions>>());
    }

    private IServer Server => _admin.GetServers().Single();

    /// <exception cref="InvalidOperationException">The Redis is not empty: what it holds would be counted, and lost in the end.</exception>
    public static async Task<Growth> ConnectAsync(string redis, TextWriter output)
    {
        var options = ConfigurationOptions.Parse(redis);
        options.AllowAdmin = true;
        // To forget a million takes a while.
        options.AsyncTimeout = 60_000;
        var admin = await ConnectionMultiplexer.ConnectAsync(options);
        if (await admin.GetServers().Single().DatabaseSizeAsync() > 0)
        {
            await admin.DisposeAsync();
            throw new InvalidOperationException("The Redis is not empty.");
        }

        return new Growth(redis, admin, output);
    }

    /// <summary>Fills Redis up to each size in turn and measures there. The sizes rise.</summary>
    public async Task<IReadOnlyList<GrowthPoint>> MeasureAsync(int[] sizes)
    {
        // The scripts, the connection's buffers and the first of everything are no growth.
        await TimeOperationsAsync(100);
        await Server.FlushDatabaseAsync();
        var empty = await UsedMemoryAsync();
        var points = new List<GrowthPoint>();
        var filled = 0;
        foreach (var size in sizes)
        {
            var start = TimeProvider.System.GetTimestamp();
            await ForEachAsync(filled, size, SendAsync);
            var rate = (size - filled) / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
            filled = size;
            var bytes = (await UsedMemoryAsync() - empty) / size;
            var times = await TimeOperationsAsync(2_000);
            points.Add(new GrowthPoint(size, bytes, times));
            await WriteAsync($"{size,9:N0} challenges: {bytes:N0} bytes per challenge (with the record of its number), {rate:N0} sends/s; µs in Redis: {string.Join(", ", times.Select(time => $"{time.Key} {time.Value:N1}"))}");
        }

        await WriteSharesAsync();
        return points;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.FlushDatabaseAsync();
        await _admin.DisposeAsync();
        await _services.DisposeAsync();
    }

    private static OtpChallengeKey Key(int n) => new("", Digest(n), $"{n:D43}");

    // As long as the real ones.
    private static MsisdnDigest Digest(int n) => new($"{n:D22}");

    private static OtpProofId ProofId(int n) => new($"{Digest(n).Value}.{n:D43}");

    private static string Digits(int n) => $"447700{n:D6}";

    private static Task ForEachAsync(int from, int to, Func<int, Task> operation) => Parallel.ForEachAsync(
        Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (n, _) => await operation(n));

    private async Task SendAsync(int n)
    {
        var send = await _store.BeginSendAsync(Key(n), Digits(n), "/premium", Limits, CancellationToken.None);
        await _store.EndSendAsync(Key(n), send.Lease!, new(OtpSendOutcome.Sent) { RequestId = $"request-{n:D24}" }, Limits, CancellationToken.None);
    }

    private Task KeepProofAsync(int n)
    {
        var now = TimeProvider.System.GetUtcNow();
        return _store.SetAsync(
            new VerifiedMsisdn { Id = ProofId(n), Campaign = "", Msisdn = "+" + Digits(n), VerifiedAt = now, ValidUntil = now.AddHours(10) },
            CancellationToken.None).AsTask();
    }

    private async Task FailAsync(int n)
    {
        var attempt = await _store.BeginAttemptAsync(Key(n), new string('c', 43), Limits, CancellationToken.None);
        await _store.EndAttemptAsync(Key(n), attempt.Lease!, OtpAttemptOutcome.Wrong, null, Limits, CancellationToken.None);
    }

    // On challenges of their own, which are gone afterwards.
    private async Task<IReadOnlyDictionary<string, double>> TimeOperationsAsync(int count)
    {
        var begin = int.MaxValue - count;
        await ForEachAsync(begin, int.MaxValue, KeepProofAsync);
        var times = new Dictionary<string, double>
        {
            ["a send"] = await TimeAsync(() => ForEachAsync(begin, int.MaxValue, SendAsync)),
            ["a check"] = await TimeAsync(() => ForEachAsync(begin, int.MaxValue, FailAsync)),
            ["status"] = await TimeAsync(() => ForEachAsync(begin, int.MaxValue, n => _store.FindAsync(Key(n), Limits, CancellationToken.None).AsTask())),
            ["gate"] = await TimeAsync(() => ForEachAsync(begin, int.MaxValue, n => _store.FindAsync("", ProofId(n), CancellationToken.None).AsTask())),
        };
        await ForEachAsync(begin, int.MaxValue, async n => await _admin.GetDatabase().KeyDeleteAsync(
            [_store.Key("", Digest(n), $"c:{n:D43}"), _store.Key("", Digest(n), "n"), _store.Key("", Digest(n), $"p.{n:D43}")]));
        return times;

        async Task<double> TimeAsync(Func<Task> run)
        {
            await Server.ExecuteAsync("CONFIG", "RESETSTAT");
            await run();
            return await MicrosecondsAsync() / count;
        }
    }

    // Without the table of keys, which grows by doubling.
    private async Task WriteSharesAsync()
    {
        await KeepProofAsync(0);
        await FailAsync(0);
        await WriteAsync($"of them, by MEMORY USAGE: {await SizeAsync(0, $"c:{0:D43}"):N0} a challenge, {await SizeAsync(1, "n"):N0} its number, {await SizeAsync(0, "n"):N0} with a wrong code; {await SizeAsync(0, $"p.{0:D43}"):N0} a proof");
    }

    private async Task<long> SizeAsync(int n, string what) =>
        (long)await _admin.GetDatabase().ExecuteAsync("MEMORY", "USAGE", _store.Key("", Digest(n), what));

    private async Task<long> UsedMemoryAsync() => long.Parse(await InfoAsync("memory", "used_memory"), CultureInfo.InvariantCulture);

    private async Task<double> MicrosecondsAsync() => (await Server.InfoAsync("commandstats")).Single()
        .Where(line => line.Key is "cmdstat_eval" or "cmdstat_evalsha")
        .Sum(line => double.Parse(line.Value.Split(',')[1].Split('=')[1], CultureInfo.InvariantCulture));

    private async Task<string> InfoAsync(string section, string name) =>
        (await Server.InfoAsync(section)).Single().Single(line => line.Key == name).Value;

    private Task WriteAsync(FormattableString line) => _output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}

/// <summary>What was measured at one size.</summary>
/// <param name="Challenges">How many are pending.</param>
/// <param name="BytesEach">Redis' memory for each, the number's counts included.</param>
/// <param name="Microseconds">Time in Redis for each thing that a visitor does, all its operations together.</param>
internal sealed record GrowthPoint(int Challenges, long BytesEach, IReadOnlyDictionary<string, double> Microseconds);
