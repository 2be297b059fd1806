using System.Text;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>Reads an answer's body up to a limit, whatever length the peer claims.</summary>
internal static class AnswerBody
{
    /// <summary>The most that is read, in bytes, after decompression. A real answer has about 100 bytes.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The body as UTF-8, or null if it is longer than <see cref="MaxLength"/> or cannot be decompressed.</summary>
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
        // gzip throws the first, brotli the second.
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
        // The charset does not exist, or .NET does not know it. Offer18 writes ASCII, which is the same in nearly all charsets.
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return body;
        }
    }
}
