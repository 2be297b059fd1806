namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// Counts the connections that are ready to take a request. While none became ready since a call began, the call cannot have
/// left: connections are used once, so none was waiting for it.
/// </summary>
internal sealed class SocketCounter
{
    private int _ready;

    public int Ready => Volatile.Read(ref _ready);

    /// <summary>A connection's stream, just before its first request is written.</summary>
    public ValueTask<Stream> CountAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _ready);
        return new(context.PlaintextStream);
    }

    /// <summary>The handler's counter, or null when the site has put another handler in its place.</summary>
    public static SocketCounter? Find(HttpMessageHandler? handler) =>
        handler is SocketsHttpHandler { PlaintextStreamFilter.Target: SocketCounter counter } ? counter : null;
}
