using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Limits.Simulation;

/// <summary>
/// A site without HTTP: the real flow, the real stores in memory, a clock of its own, and a partner that answers at once. What happens is a queue
/// of events in the order of their time, so days pass in seconds, and the same seed gives the same day.
/// </summary>
internal sealed class SimulatedSite : IOffer18OtpClient, IDisposable
{
    private readonly PriorityQueue<Func<Task>, (DateTimeOffset At, long Order)> _events = new();
    private readonly Dictionary<string, string> _codes = [];
    private readonly ServiceProvider _services;
    private long _order;

    public SimulatedSite(int seed, Action<Offer18OtpOptions>? configure = null)
    {
        Random = new(seed);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IOffer18OtpClient>(this);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddOffer18Otp(options =>
        {
            (options.ApiKey, options.AffiliateId, options.AdvertiserId) = ("key-of-the-simulation", 1, 2);
            options.AllowedCountries.Add("*");
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
    }

    public Random Random { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Whether the partner answers. If not, each call ends with a 5xx.</summary>
    public bool IsPartnerDown { get; set; }

    /// <summary>What is known of a call to a partner that is down: by default that it came there.</summary>
    public Offer18Delivery DownDelivery { get; set; } = Offer18Delivery.Answered;

    /// <summary>How many wrong codes were checked.</summary>
    public int WrongCodes { get; private set; }

    public void At(DateTimeOffset time, Func<Task> happens) => _events.Enqueue(happens, (time, _order++));

    public void After(TimeSpan time, Func<Task> happens) => At(Now + time, happens);

    public async Task RunAsync(DateTimeOffset until)
    {
        while (_events.TryPeek(out var happens, out var when) && when.At <= until)
        {
            _events.Dequeue();
            if (when.At > Now)
            {
                Clock.SetUtcNow(when.At);
            }

            await happens();
        }

        Clock.SetUtcNow(until);
    }

    public Browser NewBrowser(IPAddress address, bool hasCookies = true) => new(this, address, hasCookies);

    /// <summary>The code that was last sent to a number.</summary>
    public string CodeOf(string number) => _codes[number];

    public Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request, CancellationToken cancellationToken = default)
    {
        if (IsPartnerDown)
        {
            return Task.FromResult(Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, DownDelivery));
        }

        _codes[request.Msisdn] = $"{Random.Next(10_000):0000}";
        return Task.FromResult(Offer18Result.Success(request.Msisdn));
    }

    public Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request, CancellationToken cancellationToken = default)
    {
        if (IsPartnerDown)
        {
            return Task.FromResult(Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, DownDelivery));
        }

        if (_codes.GetValueOrDefault(request.Msisdn) == request.Otp)
        {
            return Task.FromResult(Offer18Result.Success());
        }

        WrongCodes++;
        return Task.FromResult(Offer18Result.Failure(OtpErrorCodes.InvalidOtp));
    }

    public void Dispose() => _services.Dispose();

    /// <summary>A browser, and what it holds.</summary>
    internal sealed class Browser(SimulatedSite site, IPAddress address, bool hasCookies)
    {
        private OtpTicket _ticket = OtpTicket.New(null);

        public async Task<OtpOutcome> GenerateAsync(string? number)
        {
            await using var scope = site._services.CreateAsyncScope();
            return Keep(await scope.ServiceProvider.GetRequiredService<OtpGenerator>().GenerateAsync(
                Caller, new() { Typed = number is null ? null : "+" + number }, CancellationToken.None));
        }

        public async Task<OtpOutcome> VerifyAsync(string code)
        {
            await using var scope = site._services.CreateAsyncScope();
            return Keep(await scope.ServiceProvider.GetRequiredService<OtpVerifier>().VerifyAsync(Caller, new() { Otp = code }, CancellationToken.None));
        }

        private OtpCaller Caller => new("", _ticket, null) { Address = address, IsNew = !hasCookies };

        private OtpOutcome Keep(OtpOutcome outcome)
        {
            _ticket = outcome.Ticket;
            return outcome;
        }
    }
}
