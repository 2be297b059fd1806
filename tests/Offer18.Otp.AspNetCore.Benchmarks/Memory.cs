using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Benchmarks;

/// <summary>How the stores in memory behave as they fill: bytes for each thing kept, and the longest that an operation takes.</summary>
internal sealed class Memory : IDisposable
{
    private static readonly OtpLimits Limits = new()
    {
        CodeLifetime = TimeSpan.FromMinutes(10),
        MaxAttempts = 5,
        ResendCooldown = TimeSpan.FromMinutes(1),
        MaxSends = 5,
        SendWindow = TimeSpan.FromMinutes(10),
        LeaseTime = TimeSpan.FromSeconds(40),
    };

    private readonly HandMovedClock _clock = new();
    private readonly ServiceProvider _services;
    private readonly IOtpRequestStore _requests;
    private readonly IOtpCounterStore _counters;
    private readonly IVerifiedMsisdnStore _proofs;

    private Memory(int maxEntries)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddOffer18Otp(options =>
        {
            (options.ApiKey, options.AffiliateId, options.AdvertiserId) = ("benchmark-key", 1, 2);
            options.AllowedCountries.Add("GB");
            options.Limits.MaxEntries = maxEntries;
        });
        _services = services.BuildServiceProvider();
        _requests = _services.GetRequiredService<IOtpRequestStore>();
        _counters = _services.GetRequiredService<IOtpCounterStore>();
        _proofs = _services.GetRequiredService<IVerifiedMsisdnStore>();
    }

    /// <summary>Writes a row for each kind of entry. The entries come within five minutes, and as many more once they are over.</summary>
    public static void Measure(int count, TextWriter output)
    {
        Measure("a pending challenge with its number", store => store.Send, "/premium");
        Measure("the same, a return URL of 512 characters", store => store.Send, "/" + new string('p', 511));
        Measure("a counter, one send", store => store.Count, "");
        Measure("a proof", store => store.Prove, "");

        void Measure(string what, Func<Memory, Action<int, string>> operation, string returnUrl)
        {
            using var store = new Memory(Math.Max(1_000, count + 1));
            var run = operation(store);
            // The first of everything is no growth.
            Run(1, run, returnUrl, int.MaxValue - 1, TimeSpan.Zero, store._clock);
            var empty = GC.GetTotalMemory(forceFullCollection: true);
            var filling = Run(count, run, returnUrl, 0, TimeSpan.FromMinutes(5), store._clock);
            var bytes = (GC.GetTotalMemory(forceFullCollection: true) - empty) / (double)count;
            store._clock.Now += TimeSpan.FromDays(2);
            var after = Run(count, run, returnUrl, count, TimeSpan.FromMinutes(5), store._clock);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{count,9:N0} × {what}: {bytes:N0} bytes each; longest operation {filling.Longest.TotalMilliseconds:N2} ms while they come, {after.Longest.TotalMilliseconds:N2} ms while as many are over; longest pause of the garbage collector {Max(filling.LongestGc, after.LongestGc).TotalMilliseconds:N0} ms; {count / (filling.All + after.All).TotalSeconds * 2:N0} operations/s"));
        }
    }

    public void Dispose() => _services.Dispose();

    // The time of an operation is the processor's, so that other programs do not count, less the time for which the garbage collector held all threads
    // meanwhile. The collector's own work may run on this thread.
    private static (TimeSpan Longest, TimeSpan LongestGc, TimeSpan All) Run(
        int count, Action<int, string> operation, string returnUrl, int from, TimeSpan within, HandMovedClock clock)
    {
        var (longest, longestGc, all) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        for (var n = from; n < from + count; n++)
        {
            // A text of its own, as a request brings it.
            var address = new string(returnUrl.AsSpan());
            var pause = GC.GetTotalPauseDuration();
            var start = ThreadTime();
            operation(n, address);
            var took = ThreadTime() - start;
            var paused = GC.GetTotalPauseDuration() - pause;
            (longest, longestGc, all) = (Max(longest, took - paused), Max(longestGc, paused), all + took);
            clock.Now += within / count;
        }

        return (longest, longestGc, all);
    }

    // CLOCK_THREAD_CPUTIME_ID of Linux: .NET has no such clock.
    private static TimeSpan ThreadTime() => clock_gettime(3, out var time) == 0 ? new(time.Seconds * TimeSpan.TicksPerSecond + time.Nanoseconds / 100) : throw new PlatformNotSupportedException();

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out UnixTime time);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // As long as the real ones.
    private static MsisdnDigest Digest(int n) => new($"{n:D22}");

    private void Send(int n, string returnUrl)
    {
        var key = new OtpChallengeKey("", Digest(n), $"{n:D43}");
        var send = _requests.BeginSendAsync(key, $"4477{n:D8}", returnUrl, Limits, CancellationToken.None).AsTask().Result;
        _ = _requests.EndSendAsync(key, send.Lease!, new(OtpSendOutcome.Sent) { RequestId = $"request-{n:D24}" }, Limits, CancellationToken.None).AsTask().Result;
    }

    private void Count(int n, string returnUrl) =>
        _ = _counters.TakeAsync([new(new("", $"n.{n:D22}"), TimeSpan.FromDays(1)) { Limit = 10 }], CancellationToken.None).AsTask().Result;

    private void Prove(int n, string returnUrl) => _proofs.SetAsync(
        new VerifiedMsisdn
        {
            Id = new($"{n:D22}.{n:D43}"),
            Campaign = "",
            Msisdn = $"+4477{n:D8}",
            VerifiedAt = _clock.Now,
            ValidUntil = _clock.Now + TimeSpan.FromMinutes(30),
        },
        CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private readonly record struct UnixTime(long Seconds, long Nanoseconds);

    private sealed class HandMovedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
