using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>A peer that speaks HTTP/2 over TLS, frame by frame, and does with each request what a test's script says.</summary>
internal sealed class Http2Peer : IAsyncDisposable
{
    private const byte DataFrame = 0;
    private const byte HeadersFrame = 1;
    private const byte ResetFrame = 3;
    private const byte SettingsFrame = 4;
    private const byte PingFrame = 6;
    private const byte GoAwayFrame = 7;
    private const byte Ack = 1;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;

    // RFC 9113, 7.
    private const int RefusedStream = 7;

    // RFC 7541, appendix A: ":status: 200".
    private const byte Status200 = 0x88;

    private static readonly int PrefaceLength = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".Length;

    private readonly PeerListener _listener;
    private readonly X509Certificate2 _certificate = TestCertificate.Create();
    private readonly Func<int, Http2Act> _script;
    private int _requests;

    /// <summary>Starts it.</summary>
    /// <param name="script">What it does with the n-th request, from 1.</param>
    public Http2Peer(Func<int, Http2Act> script)
    {
        _script = script;
        _listener = new(ServeAsync);
    }

    public Uri Address => new($"https://127.0.0.1:{_listener.Port}/");

    public bool Is(X509Certificate? presented) => presented?.GetCertHashString() == _certificate.GetCertHashString();

    public int Connections => _listener.Connections;

    /// <summary>How many requests have arrived, whole.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _certificate.Dispose();
    }

    private CancellationToken Stopping => _listener.Stopping;

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = _certificate, ApplicationProtocols = [SslApplicationProtocol.Http2] }, Stopping);
        await stream.ReadExactlyAsync(new byte[PrefaceLength], Stopping);
        await WriteAsync(stream, SettingsFrame, 0, 0, []);
        while (await ReadAsync(stream) is var (type, flags, id, payload))
        {
            if (type is SettingsFrame or PingFrame && flags != Ack)
            {
                await WriteAsync(stream, type, Ack, 0, type == PingFrame ? payload : []);
            }
            else if (type is HeadersFrame or DataFrame && (flags & EndStream) != 0 && !await ActAsync(stream, id))
            {
                return;
            }
        }
    }

    private async Task<bool> ActAsync(SslStream stream, int id)
    {
        switch (_script(Interlocked.Increment(ref _requests)))
        {
            case Http2Act.Answer:
                await WriteAsync(stream, HeadersFrame, EndHeaders, id, [Status200]);
                await WriteAsync(stream, DataFrame, EndStream, id, System.Text.Encoding.UTF8.GetBytes(PeerAnswer.Sent));
                return true;
            case Http2Act.RefuseStream:
                await WriteAsync(stream, ResetFrame, 0, id, Number(RefusedStream));
                return true;
            case Http2Act.GoAway:
                // The last stream that was looked at: none. And no error.
                await WriteAsync(stream, GoAwayFrame, 0, 0, [.. Number(0), .. Number(0)]);
                return false;
            default:
                return false;
        }
    }

    private async Task<(byte Type, byte Flags, int Stream, byte[] Payload)?> ReadAsync(SslStream stream)
    {
        var head = new byte[9];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, Stopping) < head.Length)
        {
            return null;
        }

        var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
        await stream.ReadExactlyAsync(payload, Stopping);
        return (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
    }

    private async Task WriteAsync(SslStream stream, byte type, byte flags, int id, byte[] payload) => await stream.WriteAsync(
        (byte[])[(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, .. Number(id), .. payload], Stopping);

    private static byte[] Number(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}

internal enum Http2Act
{
    /// <summary>The code is sent.</summary>
    Answer,

    /// <summary>The stream is refused: the server has not looked at it.</summary>
    RefuseStream,

    /// <summary>The connection is over, and nothing on it was looked at.</summary>
    GoAway,

    /// <summary>The connection closes without a word.</summary>
    Close,
}
