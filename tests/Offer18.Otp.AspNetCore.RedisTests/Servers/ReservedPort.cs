using System.Net;
using System.Net.Sockets;

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

/// <summary>
/// A free port of loopback that stays one server's while that starts, is dead and starts again. The socket is bound and does not listen: whoever connects is refused, the
/// system gives the port to nobody else, and a server that sets <c>SO_REUSEADDR</c>, as Redis does, can still listen on it (socket(7)).
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ReservedPort()
    {
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Dispose() => _socket.Dispose();
}
