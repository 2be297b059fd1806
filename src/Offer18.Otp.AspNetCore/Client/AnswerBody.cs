using System.Text;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>Reads an answer's body up to a bound, whatever the peer claims about it.</summary>
internal static class AnswerBody
{
    /// <summary>What is read at most, in bytes, after decompression. A real answer has about 100.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The body as UTF-8, or null when it is longer than <see cref="MaxLength"/> or cannot be decompressed.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxLength + 1];
        int read;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        // The one is gzip's, the other brotli's.
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            return null;
        }

        return read > MaxLength ? null : ToUtf8(buffer.AsMemory(0, read), content.Headers.ContentType?.CharSet);
    }

    private static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> body, string? charset)
    {
        if (charset?.Trim('"', '\'', ' ') is not { Length: > 0 } name || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return body;
        }

        try
        {
            return Encoding.Convert(Encoding.GetEncoding(name), Encoding.UTF8, body.ToArray());
        }
        // A charset of its own invention, or one that .NET does not know: what Offer18 writes is ASCII in nearly all of them.
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return body;
        }
    }
}
