using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;
using Yarp.ReverseProxy.Forwarder;

namespace Offer18.Otp.AspNetCore.RedisTests.Sites;

/// <summary>The sample site on several machines behind a load balancer: real processes that share Offer18 and what they are configured to share, asked in turn.</summary>
internal sealed class SampleFarm : IAsyncDisposable
{
    private readonly WebApplication _balancer;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
    });
    private readonly (string Name, string Value)[] _settings;
    private ImmutableArray<SampleNode> _nodes = [];
    private int _requests = -1;

    private SampleFarm(Uri offer18, (string Name, string Value)[] settings)
    {
        var simulator = new Offer18SimulatorOptions();
        _settings =
        [
            ("Offer18Otp__BaseAddress", offer18.ToString()),
            ("Offer18Otp__ApiKey", simulator.ApiKey),
            ("Offer18Otp__AffiliateId", simulator.AffiliateId.ToString(CultureInfo.InvariantCulture)),
            ("Offer18Otp__AdvertiserId", simulator.AdvertiserId.ToString(CultureInfo.InvariantCulture)),
            .. settings,
        ];

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddHttpForwarder();
        _balancer = builder.Build();
        var forwarder = _balancer.Services.GetRequiredService<IHttpForwarder>();
        _balancer.Run(context => ForwardAsync(context, forwarder));
    }

    public Uri Address => new(_balancer.Urls.Single());

    /// <summary>The nodes that are asked, in their turn.</summary>
    public IReadOnlyList<SampleNode> Nodes => _nodes;

    /// <summary>Starts the nodes, with settings as environment variables, on an Offer18 that accepts what the simulator accepts.</summary>
    public static async Task<SampleFarm> StartAsync(Uri offer18, int nodes, params (string Name, string Value)[] settings)
    {
        var farm = new SampleFarm(offer18, settings);
        try
        {
            await farm._balancer.StartAsync(TestContext.Current.CancellationToken);
            await Task.WhenAll(Enumerable.Range(0, nodes).Select(_ => farm.AddAsync()));
            return farm;
        }
        catch
        {
            await farm.DisposeAsync();
            throw;
        }
    }

    /// <summary>A browser that only knows the load balancer.</summary>
    public OtpBrowserClient NewBrowser() => new(Address);

    /// <summary>Starts one more node.</summary>
    public async Task<SampleNode> AddAsync()
    {
        var node = await SampleNode.StartAsync(_settings);
        ImmutableInterlocked.Update(ref _nodes, nodes => nodes.Add(node));
        return node;
    }

    /// <summary>Kills a node by <c>SIGKILL</c>. What it was asked is answered with 502, and it is asked no more.</summary>
    public async Task KillAsync(SampleNode node)
    {
        ImmutableInterlocked.Update(ref _nodes, nodes => nodes.Remove(node));
        await node.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _balancer.StopAsync(CancellationToken.None);
        await _balancer.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context, IHttpForwarder forwarder)
    {
        var nodes = _nodes;
        var node = nodes[(int)((uint)Interlocked.Increment(ref _requests) % (uint)nodes.Length)];
        node.Count();
        await forwarder.SendAsync(context, node.Address.ToString(), _client, ForwarderRequestConfig.Empty, HttpTransformer.Empty);
    }
}
