using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>A peer on a real socket. It does what a test's script says, and remembers what it was sent.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<PeerConnection, Task> _script;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;
    private int _accepted;

    public ScriptedPeer(Func<PeerConnection, Task> script)
    {
        _script = script;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    public ConcurrentQueue<string> Requests { get; } = new();

    public int Connections => Volatile.Read(ref _accepted);

    public CancellationToken Stopping => _stop.Token;

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

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(Task.Run(() => ServeAsync(socket)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var connection = new PeerConnection(this, socket);
        try
        {
            await _script(connection);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has gone, as it may at any time.
        }
    }
}
