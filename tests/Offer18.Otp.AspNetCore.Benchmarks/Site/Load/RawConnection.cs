using System.Net;
using System.Net.Sockets;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Load;

/// <summary>A connection that stays open and carries one request after the other. <c>HttpClient</c> would take more of a core than some of the servers do.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    // Ten thousand of them wait at a time.
    private byte[] _buffer = new byte[2048];

    private RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(address.Host), address.Port));
        return connection;
    }

    public async ValueTask<RawAnswer> SendAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var received = 0;
        while (true)
        {
            if (received == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var more = await _socket.ReceiveAsync(_buffer.AsMemory(received));
            received += more > 0 ? more : throw new IOException("The server has closed the connection.");
            if (RawAnswer.Find(_buffer.AsMemory(0, received)) is { } answer)
            {
                return answer;
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
