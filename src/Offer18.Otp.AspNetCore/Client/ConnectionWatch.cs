using System.Net;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// Sees each connection of a campaign's handler before its first request. On a connection of HTTP/1.1 nothing of a request leaves before its
/// content is asked for; on one of HTTP/2 its head may.
/// </summary>
internal sealed class ConnectionWatch
{
    private volatile bool _hasHttp2;
    private volatile bool _hasSwallowed;

    /// <summary>Whether any connection speaks HTTP/2.</summary>
    public bool HasHttp2 => _hasHttp2;

    /// <summary>Whether one has closed without an answer. A server that closes without saying so before swallows what is sent just then.</summary>
    public bool HasSwallowed => _hasSwallowed;

    public void Swallowed() => _hasSwallowed = true;

    /// <summary>The handler calls this for each new connection, before it writes to it.</summary>
    public ValueTask<Stream> SeeAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        _hasHttp2 |= context.NegotiatedHttpVersion >= HttpVersion.Version20;
        return new(context.PlaintextStream);
    }

    /// <summary>The handler's watch, or null if the site has replaced the handler.</summary>
    public static ConnectionWatch? Find(HttpMessageHandler? handler) =>
        handler is SocketsHttpHandler { PlaintextStreamFilter.Target: ConnectionWatch watch } ? watch : null;
}
