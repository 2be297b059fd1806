using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>A site with only the client, and with a clock that stands still.</summary>
internal sealed class WireSite : IAsyncDisposable
{
    public const string ApiKey = "k3y+Sec/ret=&?Zq9wX";
    public const string Msisdn = "9647701234567";
    public const string Otp = "48151623";
    public const string RequestId = "77b0c1d2+f3fa/55aff=9e";

    // A call that still runs after this long hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;

    public WireSite(
        Uri address,
        Action<Offer18ClientOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<IHttpClientBuilder>? http = null,
        string campaign = "")
    {
        var all = new ServiceCollection();
        all.AddSingleton<TimeProvider>(Clock);
        services?.Invoke(all);
        var builder = Add(all, address, configure, campaign);
        http?.Invoke(builder);
        _services = all.BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public IServiceProvider Services => _services;

    public IOffer18OtpClient Client => _services.GetRequiredService<IOffer18OtpClient>();

    public static IHttpClientBuilder Add(
        IServiceCollection services, Uri address, Action<Offer18ClientOptions>? configure = null, string campaign = "") =>
        services.AddOffer18OtpClient(
            options =>
            {
                options.BaseAddress = address;
                options.ApiKey = ApiKey;
                options.AffiliateId = 1001;
                options.AdvertiserId = 2002;
                configure?.Invoke(options);
            },
            campaign);

    /// <summary>Lets a test make the connections.</summary>
    public static Action<IHttpClientBuilder> Connecting(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect) =>
        http => http.UseSocketsHttpHandler((handler, _) => handler.ConnectCallback = connect);

    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public Task<Offer18Result> GenerateAsync(string campaign = "") =>
        Client.GenerateAsync(new() { Campaign = campaign, Msisdn = Msisdn }, TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);

    public Task<Offer18Result> VerifyAsync(string campaign = "") =>
        Client.VerifyAsync(
                new() { Campaign = campaign, Msisdn = Msisdn, Otp = Otp, RequestId = RequestId }, TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
