using System.Buffers;
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
        var buffer = ArrayPool<byte>.Shared.Rent(MaxLength + 1);
        // What a read that fails has left there is not known.
        var read = buffer.Length;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, MaxLength + 1), MaxLength + 1, throwOnEndOfStream: false, cancellationToken);
            return read > MaxLength ? null : ToUtf8(buffer.AsSpan(0, read).ToArray(), content.Headers.ContentType?.CharSet);
        }
        // gzip throws the first, brotli the second.
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            return null;
        }
        finally
        {
            // A request id is in it, and the next one to rent it may be anybody.
            buffer.AsSpan(0, read).Clear();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ReadOnlyMemory<byte> ToUtf8(byte[] body, string? charset)
    {
        if (charset?.Trim('"', '\'', ' ') is not { Length: > 0 } name || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return body;
        }

        try
        {
            return Encoding.Convert(Encoding.GetEncoding(name), Encoding.UTF8, body);
        }
        // The charset does not exist, or .NET does not know it. Offer18 writes ASCII, which is the same in nearly all charsets.
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return body;
        }
    }
}
