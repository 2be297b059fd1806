using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

/// <summary>A bad line to a server on loopback: it is as slow as a test wants, keeps back what a test wants kept back, and breaks when a test says so.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _port;
    private CancellationTokenSource _cut = new();
    private int _connections;

    private TcpProxy(int port)
    {
        _port = port;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Run(RelayAsync)));
        _app = builder.Build();
    }

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>What goes to the server.</summary>
    public TcpDirection Requests { get; } = new();

    /// <summary>What comes from the server.</summary>
    public TcpDirection Answers { get; } = new();

    /// <summary>How many connections there have been.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public static async Task<TcpProxy> StartAsync(int port)
    {
        var proxy = new TcpProxy(port);
        await proxy._app.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    /// <summary>Breaks the connections that there are; new ones are taken.</summary>
    public void Cut()
    {
        using var cut = Interlocked.Exchange(ref _cut, new());
        cut.Cancel();
    }

    /// <summary>Where new connections go; those that there are stay.</summary>
    public void LeadTo(int port) => Volatile.Write(ref _port, port);

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _cut.Dispose();
    }

    private async Task RelayAsync(ConnectionContext client)
    {
        Interlocked.Increment(ref _connections);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_cut.Token, client.ConnectionClosed);
        using var server = new TcpClient { NoDelay = true };
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, Volatile.Read(ref _port), ended.Token);
            await using var stream = server.GetStream();
            await Task.WhenAny(
                Requests.RelayAsync(client.Transport.Input.AsStream(), stream, ended.Token),
                Answers.RelayAsync(stream, client.Transport.Output.AsStream(), ended.Token));
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException)
        {
            // The client learns it from his end of the line.
        }

        client.Abort();
        await ended.CancelAsync();
    }
}
