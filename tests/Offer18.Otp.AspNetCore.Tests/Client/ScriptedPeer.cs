using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>A peer on a real socket. It does what a test's script says, and remembers what it was sent.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PeerListener _listener;

    public ScriptedPeer(Func<PeerConnection, Task> script) => _listener = new(async socket =>
    {
        await using var connection = new PeerConnection(this, socket);
        await script(connection);
    });

    public int Port => _listener.Port;

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    public ConcurrentQueue<string> Requests { get; } = new();

    public int Connections => _listener.Connections;

    public CancellationToken Stopping => _listener.Stopping;

    /// <summary>Completes when a script stalls: it does nothing more.</summary>
    public Task Stalled => _stalled.Task;

    /// <summary>A port that nobody listens on.</summary>
    public static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void SetStalled() => _stalled.TrySetResult();

    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
