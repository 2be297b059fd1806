namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// Counts the connections that became ready to take a request. Each connection is used once, so none waits for a later call. If no
/// connection became ready since a call began, that call cannot have left.
/// </summary>
internal sealed class SocketCounter
{
    private int _ready;

    public int Ready => Volatile.Read(ref _ready);

    /// <summary>The handler passes a connection's stream to this method just before it writes the first request.</summary>
    public ValueTask<Stream> CountAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _ready);
        return new(context.PlaintextStream);
    }

    /// <summary>The handler's counter, or null if the site has replaced the handler.</summary>
    public static SocketCounter? Find(HttpMessageHandler? handler) =>
        handler is SocketsHttpHandler { PlaintextStreamFilter.Target: SocketCounter counter } ? counter : null;
}
