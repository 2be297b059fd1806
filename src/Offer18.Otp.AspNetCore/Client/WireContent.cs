using System.Net;
using System.Net.Http.Headers;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// A call's body, which may be empty. The handler asks for it when it has a connection and is about to send, so from then on the call may have left.
/// </summary>
internal sealed class WireContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Form = new("application/x-www-form-urlencoded");

    private readonly WireCall _call;
    private readonly ConnectionWatch? _connections;
    private readonly byte[] _body;

    public WireContent(WireCall call, ConnectionWatch? connections, byte[]? form)
    {
        (_call, _connections, _body) = (call, connections, form ?? []);
        Headers.ContentType = form is null ? null : Form;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // With HTTP/2 the peer can say that it has not looked at a request, and the handler sends it again.
        if (_call.HasBegun && _connections is not { HasHttp2: true })
        {
            throw new HttpRequestException("A handler tried to send a call to Offer18 again.");
        }

        _call.HasBegun = _call.MayHaveLeft = true;
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
