using System.Net.Sockets;
using System.Text;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>A connection to a <see cref="ScriptedPeer"/>.</summary>
internal sealed class PeerConnection(ScriptedPeer peer, Socket socket) : IAsyncDisposable
{
    public NetworkStream Stream { get; } = new(socket, ownsSocket: true);

    /// <summary>How many bytes the client's side took, as far as this side can tell.</summary>
    public long Written { get; private set; }

    /// <summary>The next request with its body, or null when the client sends none.</summary>
    public async Task<string?> ReceiveAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole(text.ToString()))
        {
            var read = await Stream.ReadAsync(buffer, peer.Stopping);
            if (read == 0)
            {
                return null;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        peer.Requests.Enqueue(text.ToString());
        return text.ToString();
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await Stream.WriteAsync(bytes, peer.Stopping);
        Written += bytes.Length;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Does nothing until the client has gone or the test is over.</summary>
    public async Task StallAsync()
    {
        peer.SetStalled();
        var buffer = new byte[1024];
        while (await Stream.ReadAsync(buffer, peer.Stopping) > 0)
        {
        }
    }

    /// <summary>Resets the connection, without closing it properly.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();

    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var length = text[..end].Split("\r\n")
            .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line["Content-Length:".Length..], null))
            .SingleOrDefault();
        return text.Length >= end + 4 + length;
    }
}
