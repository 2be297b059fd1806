using System.IO.Compression;
using System.Net;
using System.Text;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>Makes the bytes of an answer.</summary>
internal static class PeerAnswer
{
    public const string Sent = """{"status":"200","response":"otp_sent","data":"6a1b2c00f3fa55aff000567a"}""";

    public const string Verified = """{"status":"200","response":"otp_verified"}""";

    public static string Error(string text) => $$"""{"status":"400","error":"{{text}}"}""";

    /// <summary>A peer says so if it goes on listening on a connection.</summary>
    public const string KeepAlive = "Connection: keep-alive";

    public static byte[] Http(int status, byte[] body, string? contentType = "application/json", params string[] headers)
    {
        List<string> head = [$"HTTP/1.1 {status} {(HttpStatusCode)status}", $"Content-Length: {body.Length}", .. headers];
        if (!headers.Any(header => header.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)))
        {
            // As a server does that closes after its answer, which most scripts do.
            head.Add("Connection: close");
        }

        if (contentType is not null)
        {
            head.Add($"Content-Type: {contentType}");
        }

        return [.. Encoding.Latin1.GetBytes(string.Join("\r\n", head) + "\r\n\r\n"), .. body];
    }

    public static byte[] Http(int status, string body, string? contentType = "application/json", params string[] headers) =>
        Http(status, Encoding.UTF8.GetBytes(body), contentType, headers);

    public static byte[] Gzip(byte[] body) => Compress(body, stream => new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true));

    public static byte[] Brotli(byte[] body) => Compress(body, stream => new BrotliStream(stream, CompressionLevel.Fastest, leaveOpen: true));

    public static byte[] Zlib(byte[] body) => Compress(body, stream => new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true));

    private static byte[] Compress(byte[] body, Func<Stream, Stream> compressor)
    {
        using var result = new MemoryStream();
        using (var stream = compressor(result))
        {
            stream.Write(body);
        }

        return result.ToArray();
    }
}
