using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>A campaign's client, with a clock that stands still and options that can change.</summary>
internal sealed class CampaignSite : IAsyncDisposable
{
    // A call that still runs after this long hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;
    private readonly List<Action<Offer18OtpOptions>> _changes = [];

    public CampaignSite(Uri address, ILoggerProvider log, Action<Offer18OtpOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.AddProvider(log));
        services.AddHealthChecks().AddOffer18Otp();
        services.AddOffer18Otp(options =>
        {
            options.BaseAddress = address;
            options.ApiKey = WireSite.ApiKey;
            options.AffiliateId = 1001;
            options.AdvertiserId = 2002;
            options.AllowedCountries.Add("IQ");
            configure(options);
            _changes.ForEach(change => change(options));
        });
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public IServiceProvider Services => _services;

    public IOffer18OtpClient Client => _services.GetRequiredService<IOffer18OtpClient>();

    /// <summary>As after a change of the configuration.</summary>
    public void Change(Action<Offer18OtpOptions> change)
    {
        _changes.Add(change);
        _services.GetRequiredService<IOptionsMonitorCache<Offer18OtpOptions>>().Clear();
    }

    public Task<Offer18Result> GenerateAsync(string? name = null) =>
        Client.GenerateAsync(new() { Msisdn = WireSite.Msisdn, Operator = name }, TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);

    public Task<Offer18Result> VerifyAsync(string? name = null) =>
        Client.VerifyAsync(
                new() { Msisdn = WireSite.Msisdn, Otp = WireSite.Otp, RequestId = WireSite.RequestId, Operator = name }, TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
